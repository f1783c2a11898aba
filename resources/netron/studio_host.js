// Runs Netron's own viewer inside Studio, in place of its index.js.
//
// The stock host starts telemetry, asks the network where the user is, and stops working 180 days
// after its release. This one does none of that: it opens what Studio tells it to, and reports
// back by requests to /event/NAME of its own origin. Written against netron 9.3.3, whose
// internals are private: tests/ui/test_netron.py is the contract.

import { Host } from './browser.js';
import { View } from './view.js';

const report = (name, value) =>
    fetch(`/event/${name}?value=${encodeURIComponent(JSON.stringify(value))}`).catch(() => {});

const setDark = (dark) => {
    // The platform may not know the window's palette, so the media query is answered here.
    for (const sheet of document.styleSheets) {
        for (const rule of sheet.cssRules) {
            if (rule.media && (rule.studioScheme || rule.media.mediaText.includes('prefers-color-scheme'))) {
                rule.studioScheme = true;
                rule.media.mediaText = dark ? 'all' : 'not all';
            }
        }
    }
};

class StudioHost extends Host {

    environment(name) {
        return name === 'packaged' || name === 'menu' ? false : super.environment(name);
    }

    async view(view) {
        this._view = view;
    }

    async start() {
        this._view.show('welcome spinner');
    }

    async message(text, alert, action) {
        if (alert) {
            report('failed', String(text));
            return 0;
        }
        return super.message(text, alert, action);
    }

    exception(error) {
        this.lastError = error && error.message ? error.message : String(error);
    }

    event() {}

    openURL() {}

    async execute() {}

    get() {
        return undefined;
    }

    set() {}

    delete() {}
}

class StudioView extends View {

    get target() {
        return super.target;
    }

    set target(value) {
        super.target = value;
        if (value) {
            value.on('selectionchange', () => this.reportSelection());
        }
    }

    reportSelection() {
        if (studio.quiet || !this.activeTarget || this.activeTarget !== studio.root) {
            return;
        }
        const chosen = [...this.target.selection]
            .map((element) => studio.root.nodes.indexOf(element.value))
            .filter((index) => index >= 0);
        if (chosen.length > 0) {
            report('selected', chosen[0]);
        }
    }
}

const host = new StudioHost();
const view = new StudioView(host);

const studio = {
    root: null,
    quiet: false,
    setDark,

    async open(url, name) {
        studio.root = null;
        host.lastError = '';
        const status = await host._openModel(url, name, null);
        if (status === '' && view.activeTarget) {
            studio.root = view.activeTarget;
            report('opened', studio.root.nodes.length);
        } else {
            report('failed', host.lastError || String(status));
        }
    },

    async select(index) {
        const node = studio.root && studio.root.nodes[index];
        if (!node || !view.target) {
            return;
        }
        if (view.activeTarget !== studio.root) {
            await view.pushTarget(studio.root);
        }
        studio.quiet = true;
        view.target.scrollTo(view.target.select([node]), 'instant');
        studio.quiet = false;
    },
};

window.studio = studio;
window.__studio_view = view;
document.getElementById('menu-button').style.display = 'none';
setDark(location.hash === '#dark');
await view.start();
report('ready', true);

// Runs Netron's own viewer inside Studio, in place of its index.js.
//
// The stock host starts telemetry, asks the network where the user is, and stops working 180 days
// after its release. This one does none of that: it opens what Studio tells it to, and reports
// back by requests to /event/NAME of its own origin. Written against netron 9.3.3, whose
// internals are private: tests/ui/test_netron.py is the contract.

import { Host } from './browser.js';
import { View } from './view.js';

// Each report names the open that it belongs to: Studio may have asked for another one since.
const report = (name, value, sequence = 0) => {
    const text = encodeURIComponent(JSON.stringify([sequence, value]));
    return fetch(`/event/${name}?value=${text}`).catch(() => {});
};

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
            if (studio.isOpening) {
                this.lastError = this.lastError || String(text);
            } else {
                report('failed', String(text), studio.sequence);
            }
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
            report('selected', chosen[0], studio.sequence);
        }
    }
}

const host = new StudioHost();
const view = new StudioView(host);

const studio = {
    root: null,
    sequence: 0,
    wanted: null,
    isOpening: false,
    quiet: false,
    setDark,

    // Netron cannot open two files at once: finish the one, then open the newest that is wanted.
    async open(url, name, sequence) {
        studio.root = null;
        studio.wanted = { url, name, sequence };
        if (studio.isOpening) {
            return;
        }
        studio.isOpening = true;
        while (studio.wanted) {
            const next = studio.wanted;
            studio.wanted = null;
            studio.sequence = next.sequence;
            const reason = await studio.load(next);
            if (studio.wanted) {
                continue;
            }
            if (reason === '') {
                studio.root = view.activeTarget;
                report('opened', studio.root.nodes.length, next.sequence);
            } else {
                report('failed', reason, next.sequence);
            }
        }
        studio.isOpening = false;
    },

    // Why it could not be opened, '' where it was.
    async load({ url, name }) {
        host.lastError = '';
        try {
            const status = await host._openModel(url, name, null);
            return status === '' && view.activeTarget ? '' : host.lastError || String(status);
        } catch (error) {
            return host.lastError || String(error);
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

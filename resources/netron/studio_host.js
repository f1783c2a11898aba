// Runs Netron's own viewer inside Studio, in place of its index.js.
//
// The stock host starts telemetry, asks the network where the user is, and stops working 180 days
// after its release. This one does none of that: it does what Studio asks for and tells what
// happened, through the one object on the page's web channel. Written against netron 9.3.3, whose
// internals are private: tests/ui/test_netron.py is the contract.

import { Host } from './browser.js';
import { View } from './view.js';
import { paintNodes } from './studio_paint.js';

/* global qt, QWebChannel */

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
                studio.report('failed', String(text), studio.sequence);
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

    async render(target, signature) {
        const status = await super.render(target, signature);
        studio.repaint();
        return status;
    }

    reportSelection() {
        const first = studio.graphs.indexOf(this.activeTarget);
        if (studio.quiet || first < 0) {
            return;
        }
        const chosen = [...this.target.selection]
            .map((element) => this.activeTarget.nodes.indexOf(element.value))
            .filter((index) => index >= 0);
        if (chosen.length > 0) {
            const before = studio.graphs.slice(0, first).reduce((sum, graph) => sum + graph.nodes.length, 0);
            studio.report('selected', before + chosen[0], studio.sequence);
        }
    }
}

const host = new StudioHost();
const view = new StudioView(host);

const studio = {
    bridge: null,
    graphs: [],
    paint: { neutral: null, nodes: {} },
    ground: '',
    sequence: 0,
    wanted: null,
    isOpening: false,
    quiet: false,

    setDark(dark) {
        setDark(dark);
        studio.ground = dark ? '#404040' : '#ffffff'; // Netron's own
        studio.repaint();
    },

    // Each report names the open that it belongs to: Studio may have asked for another one since.
    report(name, value, sequence = 0) {
        studio.bridge.report(name, sequence, JSON.stringify(value));
    },

    // Netron cannot open two files at once: finish the one, then open the newest that is wanted.
    async open(url, name, sequence) {
        studio.graphs = [];
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
                studio.graphs = view.model.modules.filter((graph) => Array.isArray(graph.nodes));
                studio.repaint();
                studio.report('opened', view.activeTarget.nodes.length, next.sequence);
            } else {
                studio.report('failed', reason, next.sequence);
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

    // A node by its place among those of all graphs; a place that is none clears the selection.
    async select(place) {
        let index = place;
        const graph = studio.graphs.find((one) => {
            const isIn = index >= 0 && index < one.nodes.length;
            index -= isIn ? 0 : one.nodes.length;
            return isIn;
        });
        if (graph && view.activeTarget !== graph) {
            await view.pushTarget(graph);
        }
        if (!view.target) {
            return;
        }
        studio.quiet = true;
        if (graph) {
            view.target.scrollTo(view.target.select([graph.nodes[index]]), 'instant');
        } else {
            view.target.clearSelection();
        }
        studio.quiet = false;
    },

    // nodes: place among those of all graphs -> {fill, ink, split, splitInk, note}; neutral: of all others.
    setPaint(neutral, nodes) {
        studio.paint = { neutral, nodes };
        studio.repaint();
    },

    repaint() {
        if (view.target) {
            const { neutral, nodes } = studio.paint;
            paintNodes(view, studio.graphs, studio.ground, neutral, nodes);
        }
    },
};

window.studio = studio;
window.__studio_view = view;
document.getElementById('menu-button').style.display = 'none';
studio.setDark(location.hash === '#dark');
await view.start();
new QWebChannel(qt.webChannelTransport, (channel) => {
    studio.bridge = channel.objects.studio;
    studio.bridge.asked.connect((name, given) => studio[name](...JSON.parse(given)));
    studio.report('ready', true);
});

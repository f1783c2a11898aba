// Puts an overlay's colors on the nodes that Netron has drawn (netron 9.3.3: private internals).
//
// The header that names the op is colored, and what is fused with it becomes neutral, with styles
// on their own elements: what Netron's style sheet says comes back when they are taken away.

const SVG = 'http://www.w3.org/2000/svg';
const NOTE = 'studio-note';
let gradients = 0;

const gradient = (header, first, second, width) => {
    const id = `studio-split-${gradients++}`;
    const element = document.createElementNS(SVG, 'linearGradient');
    element.setAttribute('id', id);
    element.setAttribute('class', NOTE);
    element.setAttribute('gradientUnits', 'userSpaceOnUse');
    element.setAttribute('x1', 0);
    element.setAttribute('x2', width);
    for (const [offset, color] of [[0, first], [0.5, first], [0.5, second], [1, second]]) {
        const stop = document.createElementNS(SVG, 'stop');
        stop.setAttribute('offset', offset);
        stop.setAttribute('stop-color', color);
        element.appendChild(stop);
    }
    header.appendChild(element);
    return `url(#${id})`;
};

const setFill = (header, fill, ink) => {
    const [path, text] = [header.querySelector('path'), header.querySelector('text')];
    path.style.fill = fill;
    text.style.fill = ink;
};

const paintHeader = (header, paint) => {
    if (paint.split) {
        const width = header.querySelector('path').getBBox().width;
        const fill = gradient(header, paint.fill, paint.split, width);
        setFill(header, fill, gradient(header, paint.ink, paint.splitInk, width));
    } else {
        setFill(header, paint.fill, paint.ink);
    }
};

const addNote = (node, note, ground) => {
    const text = document.createElementNS(SVG, 'text');
    text.setAttribute('class', `${NOTE} edge-label`);
    text.setAttribute('x', node.width + 5);
    text.setAttribute('y', 15);
    text.textContent = note;
    // edges that pass behind it would cross the figures out
    text.style.paintOrder = 'stroke';
    text.style.stroke = ground;
    text.style.strokeWidth = '3px';
    node.element.appendChild(text);
};

export const paintNodes = (view, graphs, ground, neutral, nodes) => {
    let place = 0;
    for (const graph of graphs) {
        for (const value of graph.nodes) {
            const paint = nodes[place] || neutral;
            place += 1;
            const node = graph === view.activeTarget ? view.target.find(value) : null;
            if (!node || !node.element) {
                continue;
            }
            for (const old of node.element.querySelectorAll(`.${NOTE}`)) {
                old.remove();
            }
            const [header, ...fused] = node.element.querySelectorAll('.node-item-type');
            for (const other of fused) {
                setFill(other, neutral ? neutral.fill : '', neutral ? neutral.ink : '');
            }
            if (header && paint) {
                paintHeader(header, paint);
                if (paint.note) {
                    addNote(node, paint.note, ground);
                }
            } else if (header) {
                setFill(header, '', '');
            }
        }
    }
};

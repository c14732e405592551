// The pages' policy allows no style that stands in the document, and xterm.js writes its measures and colours into style elements
// and style attributes. Both have a way that the policy allows: style sheets made by a script, and the properties of an element.

/** From now on style elements of this document are constructed style sheets, and style attributes are set property by property. */
export function giveStylesAWay(page) {
  const make = page.createElement.bind(page);
  page.createElement = (name, options) => {
    // Even an empty style element is refused, so what is given out is another that shows nothing.
    const element = make(name === 'style' ? 'template' : name, options);
    if (name === 'style') withSheet(page, element);
    if (name === 'span') withProperties(element);
    return element;
  };
}

function withSheet(page, element) {
  const sheet = new CSSStyleSheet();
  page.adoptedStyleSheets.push(sheet);
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set: css => {
      text = css;
      sheet.replaceSync(css);
    }
  });
  const remove = element.remove.bind(element);
  element.remove = () => {
    page.adoptedStyleSheets = page.adoptedStyleSheets.filter(other => other !== sheet);
    remove();
  };
}

function withProperties(element) {
  const set = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => {
    if (name === 'style') element.style.cssText = value;
    else set(name, value);
  };
}

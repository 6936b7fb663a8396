// Makes elements. What comes from outside goes in as text, never as HTML.

/** An element with properties and children; strings become text. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') Object.entries(value).forEach(([event, handler]) => element.addEventListener(event, handler));
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Changes a text only when it is another one, so that nothing is read out or drawn again for nothing. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
  return element;
}

/**
 * Makes a list show these items. An item that was there keeps its element, and with it the focus; `make` returns a new element with a
 * function `update(item)`. Of items with the same key the last one is shown.
 */
export function show(list, items, keyOf, make) {
  const known = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const wanted = [...new Map(items.map((item) => [String(keyOf(item)), item]))].map(([key, item]) => {
    const child = known.get(key) ?? make(item);
    child.dataset.key = key;
    child.update?.(item);
    known.delete(key);
    return child;
  });
  known.forEach((child) => child.remove());
  wanted.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
}

// The token of this tab. It is kept until the tab is closed, and goes nowhere but into the header of calls.

const key = 'storepush.token';

export const token = () => sessionStorage.getItem(key);
export const keep = (text) => sessionStorage.setItem(key, text);
export const forget = () => sessionStorage.removeItem(key);

/** What a token says of itself; only to decide what is shown, since the server decides what is allowed. */
export function claims(text = token()) {
  try {
    const part = text.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(part), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}

/** Whether the token has a scope; some issuers write them as a list. */
export const may = (scope) => [claims().scope ?? []].flat().join(' ').split(' ').includes(scope);

/** The only store of the token, if it is limited to one. */
export const onlyStore = () => claims().store_id;

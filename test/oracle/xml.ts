/** Reads the small part of XML that SVG pictures use, and throws where it is not well formed. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** The element's own text, entities resolved. */
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#8203': '\u200b' };

export function parseXml(source: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  let at = 0;
  const decode = (raw: string): string => {
    if (raw.includes('<')) throw new Error('a bare <');
    return raw.replaceAll(/&([^;]*);?/g, (whole, name: string) => {
      if (!whole.endsWith(';') || ENTITIES[name] === undefined) throw new Error(`entity ${whole}`);
      return ENTITIES[name];
    });
  };
  while (at < source.length) {
    const open = source.indexOf('<', at);
    const until = open < 0 ? source.length : open;
    stack.at(-1)!.text += decode(source.slice(at, until));
    if (open < 0) break;
    const close = source.indexOf('>', open);
    if (close < 0) throw new Error('an unclosed tag');
    const tag = source.slice(open + 1, close);
    at = close + 1;
    if (tag.startsWith('/')) {
      if (stack.length < 2 || stack.pop()!.name !== tag.slice(1)) throw new Error(`unexpected </${tag.slice(1)}>`);
      continue;
    }
    const match = /^([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)$/.exec(tag);
    if (match === null) throw new Error(`malformed tag <${tag.slice(0, 80)}>`);
    const attributes: Record<string, string> = {};
    for (const [, name, value] of match[2]!.matchAll(/([\w:-]+)="([^"]*)"/g)) {
      if (attributes[name!] !== undefined) throw new Error(`attribute ${name} twice`);
      attributes[name!] = decode(value!);
    }
    const element: XmlElement = { name: match[1]!, attributes, children: [], text: '' };
    stack.at(-1)!.children.push(element);
    if (match[3] === '') stack.push(element);
  }
  if (stack.length !== 1 || root.children.length !== 1 || root.text.trim() !== '') throw new Error('no single root');
  return root.children[0]!;
}

/** The element and everything in it, in document order. */
export function descendants(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(descendants)];
}

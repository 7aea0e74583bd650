type Attributes = Readonly<Record<string, string | number | boolean | undefined>>
type Child = Node | string

/** Makes an element of the page. An attribute that is `false` or missing is left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
	name: K,
	attributes: Attributes = {},
	...children: readonly Child[]
): HTMLElementTagNameMap[K] {
	return filled(document.createElement(name), attributes, children)
}

/** Makes an element of a picture. */
export function shape<K extends keyof SVGElementTagNameMap>(
	name: K,
	attributes: Attributes = {},
	...children: readonly Child[]
): SVGElementTagNameMap[K] {
	return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children)
}

export function button(label: string, press: () => void, ...children: readonly Child[]): HTMLButtonElement {
	const made = element('button', { type: 'button', title: label, 'aria-label': label }, ...children)
	made.addEventListener('click', press)
	return made
}

/** Draws a part anew. Who stands on a button of it by the keyboard stands on the same one afterwards. */
export function redraw(part: HTMLElement, children: readonly Child[]): void {
	const focused = document.activeElement
	const name = focused && part.contains(focused) ? buttonName(focused) : undefined
	part.replaceChildren(...children)
	if (name === undefined) return
	for (const each of part.querySelectorAll('button')) if (buttonName(each) === name) return each.focus()
}

function buttonName(found: Element): string | null {
	return found.getAttribute('aria-label') ?? found.textContent
}

/** Puts values where a text has `{0}`, `{1}`. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
	return text.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''))
}

function filled<E extends Element>(made: E, attributes: Attributes, children: readonly Child[]): E {
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : String(value))
	}
	made.append(...children)
	return made
}

import type { FrameLocator, Locator } from 'playwright-core'

import type { Workbench } from './workbench.ts'

/** The topology in its editor tab, as a person uses it. */
export class TopologyPage {
	readonly #frame: FrameLocator

	constructor({ page }: Workbench) {
		// VS Code puts a page of an extension into a frame within a frame.
		this.#frame = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame')
	}

	/** The whole of it, once the theme is of this kind: `vscode-dark` and the like. */
	themed(kind: string): Locator {
		return this.#frame.locator(`body.${kind}`)
	}

	/** A network or container of the picture, by its name. */
	node(name: string): Locator {
		return this.#frame.locator('.node').filter({ has: this.#frame.getByText(name, { exact: true }) })
	}

	get nodes(): Locator {
		return this.#frame.locator('.node')
	}

	get faded(): Locator {
		return this.#frame.locator('.focusing .node:not(.lit)')
	}

	get details(): Locator {
		return this.#frame.locator('aside')
	}

	get status(): Locator {
		return this.#frame.getByRole('status')
	}

	/** A row of the list. */
	row(name: string): Locator {
		return this.#frame.locator('tr').filter({ has: this.#frame.getByRole('rowheader', { name, exact: true }) })
	}

	button(name: string): Locator {
		return this.#frame.getByRole('button', { name, exact: true })
	}

	/** Where the keyboard is. */
	get focused(): Locator {
		return this.#frame.locator(':focus')
	}

	field(name: string): Locator {
		return this.#frame.getByLabel(name, { exact: true })
	}
}

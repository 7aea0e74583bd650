import type { Filter } from '../filter.ts'
import type { Graph } from '../graph.ts'
import type { TopologyTexts } from '../texts.ts'
import { button, element } from './dom.ts'
import { buttonIcon } from './icons.ts'

export type View = 'picture' | 'list'

export interface Controls {
	readonly search: (text: string) => void
	/** Enter in the search field: go to what was found. */
	readonly find: () => void
	readonly filter: (filter: Filter) => void
	readonly view: (view: View) => void
	readonly zoom: (factor: number) => void
	readonly fit: () => void
	readonly arrange: () => void
	readonly save: (format: 'svg' | 'png') => void
	readonly copy: () => void
}

/** What stands above the picture. */
export class Toolbar {
	readonly root: HTMLElement
	readonly #texts: TopologyTexts
	readonly #search: HTMLInputElement
	readonly #project = element('select')
	readonly #network = element('select')
	readonly #running = element('input', { type: 'checkbox' })
	readonly #picture: HTMLButtonElement
	readonly #list: HTMLButtonElement

	constructor(texts: TopologyTexts, controls: Controls) {
		this.#texts = texts
		this.#search = element('input', { type: 'search', placeholder: texts.search, 'aria-label': texts.search })
		this.#search.addEventListener('input', () => controls.search(this.#search.value))
		this.#search.addEventListener('keydown', ({ key }) => key === 'Enter' && controls.find())
		for (const field of [this.#project, this.#network, this.#running]) {
			field.addEventListener('change', () => controls.filter(this.filter))
		}
		this.#project.setAttribute('aria-label', texts.project)
		this.#network.setAttribute('aria-label', texts.network)
		this.#picture = button(texts.picture, () => controls.view('picture'), texts.picture)
		this.#list = button(texts.list, () => controls.view('list'), texts.list)
		this.root = element(
			'header',
			{ role: 'toolbar', 'aria-label': texts.title },
			group(this.#picture, this.#list),
			this.#search,
			this.#project,
			this.#network,
			element('label', {}, this.#running, texts.running),
			element('span', { class: 'space' }),
			group(
				button(texts.zoomOut, () => controls.zoom(1 / 1.3), buttonIcon('zoomOut')),
				button(texts.zoomIn, () => controls.zoom(1.3), buttonIcon('zoomIn')),
				button(texts.fit, controls.fit, buttonIcon('screenFull')),
				button(texts.arrange, controls.arrange, buttonIcon('layout')),
			),
			group(
				button(texts.saveSvg, () => controls.save('svg'), 'SVG'),
				button(texts.savePng, () => controls.save('png'), 'PNG'),
				button(texts.copyMermaid, controls.copy, 'Mermaid'),
			),
		)
	}

	get filter(): Filter {
		return { project: this.#project.value, network: this.#network.value, running: this.#running.checked }
	}

	focusSearch(): void {
		this.#search.select()
	}

	/** Brings it in line with what there is and what is chosen. */
	update(graph: Graph, filter: Filter, view: View, search: string): void {
		const networks = graph.nodes.flatMap(({ kind, id, label }) => (kind === 'network' ? [[id, label] as const] : []))
		choices(
			this.#project,
			`${this.#texts.project}: ${this.#texts.all}`,
			graph.groups.map((name) => [name, name]),
			filter.project,
		)
		choices(this.#network, `${this.#texts.network}: ${this.#texts.all}`, networks, filter.network)
		this.#running.checked = filter.running
		this.#picture.setAttribute('aria-pressed', String(view === 'picture'))
		this.#list.setAttribute('aria-pressed', String(view === 'list'))
		if (this.#search.value !== search) this.#search.value = search
	}
}

function group(...children: readonly HTMLElement[]): HTMLElement {
	return element('span', { class: 'group' }, ...children)
}

function choices(
	field: HTMLSelectElement,
	all: string,
	values: readonly (readonly [value: string, label: string])[],
	chosen: string,
): void {
	field.replaceChildren(
		element('option', { value: '' }, all),
		...values.map(([value, label]) => element('option', { value, selected: value === chosen }, label)),
	)
}

import type { Model } from '../../reachability.ts'
import { boxAround, type Box, type Point } from '../box.ts'
import { everything, filtered, matches, type Filter } from '../filter.ts'
import { graphOf, type Graph, type GraphNode } from '../graph.ts'
import { layoutOf, type Place } from '../layout.ts'
import { mermaidOf } from '../mermaid.ts'
import type { ToHost, ToPage } from '../messages.ts'
import type { TopologyTexts } from '../texts.ts'
import { details, type Actions } from './details.ts'
import { element, fill, redraw, shape } from './dom.ts'
import { dragNodes } from './dragging.ts'
import { pngData, svgText } from './exportImage.ts'
import { listenToNodes } from './keyboard.ts'
import { list } from './list.ts'
import { Picture } from './picture.ts'
import { lightOf } from './light.ts'
import { Toolbar, type View } from './toolbar.ts'
import { joinable, targetOf } from './targets.ts'
import { Viewport } from './viewport.ts'

/** What is kept while the tab is hidden, and over the window's reload. */
export interface Kept {
	readonly places: readonly (readonly [string, Place])[]
	readonly filter: Filter
	readonly view: View
	readonly transform: { readonly k: number; readonly x: number; readonly y: number } | undefined
}

const nothing: Model = { containers: [], networks: [] }

/** The page: what is shown, and what a person does with it. */
export class Topology {
	readonly #texts: TopologyTexts
	readonly #send: (message: ToHost) => Promise<void>
	readonly #keep: (kept: Kept, isFleeting: boolean) => void
	readonly #toolbar: Toolbar
	readonly #picture: Picture
	readonly #viewport: Viewport
	readonly #svg: SVGSVGElement
	readonly #list = element('section', { class: 'list', tabindex: -1 })
	readonly #aside = element('aside')
	readonly #status = element('footer', { role: 'status', 'aria-live': 'polite' })
	readonly #actions: Actions
	#model = nothing
	#whole: Graph = { nodes: [], edges: [], groups: [] }
	#graph = this.#whole
	#places: Map<string, Place>
	#filter: Filter
	#view: View
	#search = ''
	/** Looked at now, by the pointer or the keyboard; chosen by a click. */
	#pointed: string | undefined
	#chosen: string | undefined
	/** What the details beside the picture were drawn from. */
	#detailed: readonly unknown[] = []
	#transform: Kept['transform']
	#drawn = false

	constructor(
		texts: TopologyTexts,
		kept: Kept | undefined,
		send: (message: ToHost) => Promise<void>,
		keep: (kept: Kept, isFleeting: boolean) => void,
	) {
		this.#texts = texts
		this.#send = send
		this.#keep = keep
		this.#places = new Map(kept?.places)
		this.#filter = kept?.filter ?? everything
		this.#view = kept?.view ?? (document.body.classList.contains('vscode-using-screen-reader') ? 'list' : 'picture')
		this.#transform = kept?.transform
		this.#actions = {
			reveal: (node) => this.#ask('select', node),
			inspect: (node) => this.#ask('inspect', node),
			connect: ({ containerId }) => this.#do({ kind: 'connect', containerId, networkId: undefined }),
			test: ({ containerId }) => this.#do({ kind: 'test', containerId }),
		}
		this.#toolbar = new Toolbar(texts, {
			search: (text) => {
				this.#search = text
				this.#relight()
				if (this.#view === 'list') this.#drawList()
			},
			find: () => this.#find(),
			filter: (filter) => this.#change({ filter }),
			view: (view) => this.#change({ view }),
			zoom: (factor) => this.#viewport.by(factor),
			fit: () => this.#fit(),
			arrange: () => {
				this.#places = new Map()
				this.#draw()
				this.#fit()
			},
			save: (format) => void this.#save(format),
			copy: () => this.#do({ kind: 'copy', text: mermaidOf(this.#graph, texts) }, texts.copied),
		})
		this.#picture = new Picture(texts)
		this.#svg = shape('svg', { class: 'picture', role: 'group', 'aria-label': texts.title }, this.#picture.root)
		document.body.append(this.#toolbar.root, element('main', {}, this.#svg, this.#list, this.#aside), this.#status)
		this.#viewport = new Viewport(this.#svg, this.#picture.root, ({ k, x, y }) => {
			this.#transform = { k, x, y }
			this.#remember(true)
		})
		this.#listen()
	}

	/** What the host tells. */
	take(message: Exclude<ToPage, { kind: 'start' }>): void {
		switch (message.kind) {
			case 'model':
				this.#model = message.model
				this.#whole = graphOf(message.model)
				this.#say('')
				this.#draw()
				return
			case 'disconnected':
				this.#model = nothing
				this.#whole = { nodes: [], edges: [], groups: [] }
				this.#draw()
				this.#say(fill(this.#texts.disconnected, message.reason))
				return
			case 'show':
				this.#filter = everything
				this.#view = 'picture'
				this.#chosen = message.nodeId
				this.#draw()
				this.#reveal(message.nodeId)
		}
	}

	#draw(): void {
		this.#graph = filtered(this.#whole, this.#filter)
		// Also what a filter hides, so that nothing new comes to stand there.
		const boxes = layoutOf(this.#whole, this.#places)
		for (const [id, box] of boxes) this.#places.set(id, box)
		this.#picture.draw(this.#graph, boxes)
		document.body.dataset['view'] = this.#view
		this.#toolbar.update(this.#whole, this.#filter, this.#view, this.#search)
		this.#drawList()
		this.#relight()
		const shown = this.#graph.nodes.some(({ kind }) => kind === 'container' || kind === 'network')
		if (!shown) this.#say(this.#whole.nodes.length > 2 ? this.#texts.nothingFits : this.#texts.empty)
		if (!this.#drawn && this.#whole.nodes.length > 0) {
			this.#drawn = true
			if (this.#transform) this.#viewport.restore(this.#transform)
			else this.#fit()
		}
		this.#remember()
	}

	#drawList(): void {
		const isShown = this.#view === 'list'
		redraw(this.#list, isShown ? list(this.#graph, this.#model, this.#search, this.#texts, this.#actions) : [])
	}

	/** Lights whom the container that is looked at reaches; else what was searched for. */
	#relight(): void {
		const id = this.#pointed ?? this.#chosen
		const node = this.#graph.nodes.find((each) => each.id === id)
		this.#drawDetails(node)
		this.#picture.light(lightOf(node, this.#graph, this.#model, this.#search))
		for (const each of this.#picture.ids) {
			this.#picture.elementOf(each)?.classList.toggle('chosen', each === this.#chosen)
			this.#picture.elementOf(each)?.setAttribute('tabindex', each === (id ?? this.#picture.ids[0]) ? '0' : '-1')
		}
	}

	/** Only what differs: a button that is replaced while it is pressed, or turned to by the keyboard, does nothing. */
	#drawDetails(node: GraphNode | undefined): void {
		const detailed = [node, this.#model, this.#graph]
		if (detailed.every((each, index) => each === this.#detailed[index])) return
		this.#detailed = detailed
		redraw(this.#aside, details(node, this.#model, this.#graph, this.#texts, this.#actions))
	}

	#listen(): void {
		const wasDrag = dragNodes(this.#svg, {
			toPicture: (x, y) => this.#viewport.toPicture(x, y),
			cornerOf: (id) => this.#picture.boxOf(id),
			moved: (id, corner, over) => {
				this.#picture.move(id, corner)
				const target = joinable(this.#graph, id, over)
				this.#picture.root.querySelector('.target')?.classList.remove('target')
				if (target) this.#picture.elementOf(target.id)?.classList.add('target')
				this.#say(target ? fill(this.#texts.dropHere, target.label) : '')
			},
			dropped: (id, start, over) => this.#dropped(id, start, over),
			cancelled: (id, start) => this.#picture.move(id, start),
		})
		listenToNodes(this.#svg, {
			wasDrag,
			boxes: () => this.#picture.ids.flatMap((id) => (this.#boxed(id) ? [[id, this.#boxed(id) as Box] as const] : [])),
			point: (id) => {
				this.#pointed = id
				this.#relight()
			},
			go: (id) => this.#reveal(id),
			choose: (id) => {
				this.#chosen = id
				this.#relight()
				const node = this.#graph.nodes.find((each) => each.id === id)
				if (node) this.#ask('select', node)
			},
			inspect: (id) => {
				const node = this.#graph.nodes.find((each) => each.id === id)
				if (node) this.#ask('inspect', node)
			},
			zoom: (factor) => this.#viewport.by(factor),
			fit: () => this.#fit(),
			search: () => this.#toolbar.focusSearch(),
		})
	}

	#boxed(id: string): Box | undefined {
		return this.#picture.boxOf(id)
	}

	#dropped(id: string, start: Point, over: string | undefined): void {
		this.#picture.root.querySelector('.target')?.classList.remove('target')
		this.#say('')
		const target = joinable(this.#graph, id, over)
		const node = this.#graph.nodes.find((each) => each.id === id)
		if (target && node?.kind === 'container') {
			this.#picture.move(id, start)
			this.#do({ kind: 'connect', containerId: node.containerId, networkId: target.networkId })
			return
		}
		const box = this.#picture.boxOf(id)
		if (box) this.#places.set(id, box)
		this.#remember()
	}

	#change({ filter = this.#filter, view = this.#view }: { readonly filter?: Filter; readonly view?: View }): void {
		const refit = filter !== this.#filter || view !== this.#view
		this.#filter = filter
		this.#view = view
		this.#say('')
		this.#draw()
		if (refit && view === 'picture') this.#fit()
	}

	#find(): void {
		const found = this.#graph.nodes.find((node) => node.label !== '' && matches(node, this.#search))
		if (found) this.#reveal(found.id)
	}

	#reveal(id: string): void {
		const box = this.#picture.boxOf(id)
		if (!box) return
		this.#viewport.reveal(box)
		this.#picture.elementOf(id)?.focus({ preventScroll: true })
	}

	#fit(): void {
		const bounds = this.#picture.bounds
		if (bounds) this.#viewport.fit(bounds)
	}

	#ask(kind: 'select' | 'inspect', node: GraphNode): void {
		const target = targetOf(node)
		if (target) this.#do({ kind, target })
	}

	/** The host itself tells a failure to the person, where they look for one; here it only ends up in the status. */
	#do(message: ToHost, done = ''): void {
		this.#send(message).then(
			() => done === '' || this.#say(done),
			(error: unknown) => this.#say(String(error)),
		)
	}

	async #save(format: 'svg' | 'png'): Promise<void> {
		const bounds = this.#picture.bounds ?? boxAround([{ x: 0, y: 0, width: 1, height: 1 }])
		if (!bounds) return
		const svg = svgText(this.#picture.root, bounds)
		this.#do({ kind: 'save', format, data: format === 'svg' ? svg : await pngData(svg, bounds) })
	}

	#say(text: string): void {
		this.#status.textContent = text
	}

	#remember(isFleeting = false): void {
		const kept = {
			places: [...this.#places],
			filter: this.#filter,
			view: this.#view,
			transform: this.#transform,
		}
		this.#keep(kept, isFleeting)
	}
}

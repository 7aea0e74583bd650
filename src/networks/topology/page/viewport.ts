import { select } from 'd3-selection'
import { zoom, zoomIdentity, ZoomTransform, type D3ZoomEvent } from 'd3-zoom'
import type { Box, Point } from '../box.ts'

const margin = 20
/** Below this, lines of text are too small to be read. */
const far = 0.3

/** Zooms and moves the picture: wheel, pinch, dragging its ground. */
export class Viewport {
	readonly #svg: SVGSVGElement
	readonly #zoom = zoom<SVGSVGElement, unknown>().scaleExtent([0.04, 3])
	#transform: ZoomTransform = zoomIdentity

	constructor(svg: SVGSVGElement, root: SVGGElement, moved: (transform: ZoomTransform) => void) {
		this.#svg = svg
		this.#zoom
			// A node is dragged by itself.
			.filter((event: Event) => event.type === 'wheel' || !(event.target as Element).closest('.node'))
			.on('zoom', ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) => {
				this.#transform = transform
				root.setAttribute('transform', transform.toString())
				root.classList.toggle('far', transform.k < far)
				moved(transform)
			})
		select(svg).call(this.#zoom).on('dblclick.zoom', null)
	}

	get scale(): number {
		return this.#transform.k
	}

	restore({ k, x, y }: { readonly k: number; readonly x: number; readonly y: number }): void {
		select(this.#svg).call((svg) => this.#zoom.transform(svg, new ZoomTransform(k, x, y)))
	}

	by(factor: number): void {
		select(this.#svg).call((svg) => this.#zoom.scaleBy(svg, factor))
	}

	/** Shows all of a box. */
	fit(box: Box): void {
		const { clientWidth, clientHeight } = this.#svg
		if (clientWidth === 0) return
		const k = Math.min(
			1.2,
			(clientWidth - margin * 2) / Math.max(1, box.width),
			(clientHeight - margin * 2) / Math.max(1, box.height),
		)
		this.restore({
			k,
			x: clientWidth / 2 - k * (box.x + box.width / 2),
			y: clientHeight / 2 - k * (box.y + box.height / 2),
		})
	}

	/** Brings a box into sight, where it isn't. */
	reveal(box: Box): void {
		const { k, x, y } = this.#transform
		const { clientWidth, clientHeight } = this.#svg
		const [left, top] = [box.x * k + x, box.y * k + y]
		const inside = left >= 0 && top >= 0 && left + box.width * k <= clientWidth && top + box.height * k <= clientHeight
		if (inside) return
		select(this.#svg).call((svg) => this.#zoom.translateTo(svg, box.x + box.width / 2, box.y + box.height / 2))
	}

	/** Where a place of the window is in the picture. */
	toPicture(clientX: number, clientY: number): Point {
		const { left, top } = this.#svg.getBoundingClientRect()
		const [x, y] = this.#transform.invert([clientX - left, clientY - top])
		return { x, y }
	}
}

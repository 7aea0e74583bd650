import type { Point } from '../box.ts'

/** From here on a press is a drag; px of the window. */
const slack = 5

export interface Dragging {
	readonly toPicture: (clientX: number, clientY: number) => Point
	readonly cornerOf: (id: string) => Point | undefined
	readonly moved: (id: string, corner: Point, over: string | undefined) => void
	/** `over`: the node that it was let go on. */
	readonly dropped: (id: string, start: Point, over: string | undefined) => void
	readonly cancelled: (id: string, start: Point) => void
}

/**
 * Lets nodes be dragged: onto another one, or to another place.
 *
 * @returns Whether the last press was a drag, so that the click which follows means nothing.
 */
export function dragNodes(svg: SVGSVGElement, dragging: Dragging): () => boolean {
	let active = false
	svg.addEventListener('pointerdown', (press) => {
		active = false
		const id = nodeAt(press.target)
		const corner = id === undefined ? undefined : dragging.cornerOf(id)
		if (id === undefined || !corner || press.button !== 0) return
		const start = dragging.toPicture(press.clientX, press.clientY)
		const abort = new AbortController()
		const { signal } = abort
		const over = ({ clientX, clientY }: PointerEvent) =>
			document
				.elementsFromPoint(clientX, clientY)
				.map(nodeAt)
				.find((other) => other !== undefined && other !== id)
		const end = () => {
			abort.abort()
			svg.classList.remove('dragging')
		}
		window.addEventListener(
			'pointermove',
			(move) => {
				active ||= Math.hypot(move.clientX - press.clientX, move.clientY - press.clientY) > slack
				if (!active) return
				svg.classList.add('dragging')
				const now = dragging.toPicture(move.clientX, move.clientY)
				dragging.moved(id, { x: corner.x + now.x - start.x, y: corner.y + now.y - start.y }, over(move))
			},
			{ signal },
		)
		window.addEventListener(
			'pointerup',
			(up) => {
				end()
				if (!active) return
				dragging.dropped(id, corner, over(up))
			},
			{ signal },
		)
		window.addEventListener(
			'keydown',
			({ key }) => {
				if (key !== 'Escape' || !active) return
				end()
				dragging.cancelled(id, corner)
			},
			{ signal },
		)
	})
	return () => active
}

/** The node that a part of the picture belongs to. */
export function nodeAt(target: EventTarget | null): string | undefined {
	if (!(target instanceof Element)) return undefined
	return target.closest('.node')?.getAttribute('data-id') ?? undefined
}

import type { Box } from '../box.ts'
import { nodeAt } from './dragging.ts'

export interface NodeListener {
	readonly wasDrag: () => boolean
	readonly boxes: () => readonly (readonly [id: string, box: Box])[]
	/** Looked at, by pointer or keyboard; nothing when one looks away. */
	readonly point: (id: string | undefined) => void
	readonly go: (id: string) => void
	readonly choose: (id: string | undefined) => void
	readonly inspect: (id: string) => void
	readonly zoom: (factor: number) => void
	readonly fit: () => void
	readonly search: () => void
}

/** Until then a click may become a double click, which means something else; ms. */
const doubleClick = 250

/** Pointer and keyboard on the nodes of the picture. */
export function listenToNodes(svg: SVGSVGElement, listener: NodeListener): void {
	let waiting: ReturnType<typeof setTimeout> | undefined
	svg.addEventListener('pointerover', ({ target, buttons }) => buttons === 0 && listener.point(nodeAt(target)))
	svg.addEventListener('pointerleave', () => listener.point(undefined))
	svg.addEventListener('focusin', ({ target }) => listener.point(nodeAt(target)))
	svg.addEventListener('focusout', () => listener.point(undefined))
	svg.addEventListener('click', ({ target, detail }) => {
		clearTimeout(waiting)
		if (listener.wasDrag() || detail > 1) return
		const id = nodeAt(target)
		waiting = setTimeout(() => listener.choose(id), id === undefined ? 0 : doubleClick)
	})
	svg.addEventListener('dblclick', ({ target }) => {
		clearTimeout(waiting)
		const id = nodeAt(target)
		if (id !== undefined) listener.inspect(id)
	})
	svg.addEventListener('keydown', (press) => {
		const id = nodeAt(press.target)
		if (press.ctrlKey || press.metaKey || press.altKey) return
		switch (press.key) {
			case 'Enter':
			case ' ':
				if (id === undefined) return
				if (press.shiftKey) listener.inspect(id)
				else listener.choose(id)
				break
			case 'Escape':
				listener.choose(undefined)
				break
			case '+':
			case '=':
				listener.zoom(1.3)
				break
			case '-':
				listener.zoom(1 / 1.3)
				break
			case '0':
				listener.fit()
				break
			case '/':
				listener.search()
				break
			default: {
				const next = id === undefined ? undefined : neighbour(id, press.key, listener.boxes())
				if (next === undefined) return
				listener.go(next)
			}
		}
		press.preventDefault()
	})
}

const directions: Readonly<Record<string, readonly [number, number]>> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1],
}

/** The nearest node that way; what lies aside counts as farther. */
function neighbour(id: string, key: string, boxes: readonly (readonly [string, Box])[]): string | undefined {
	const direction = directions[key]
	const from = boxes.find(([other]) => other === id)?.[1]
	if (!direction || !from) return undefined
	const [dx, dy] = direction
	const distances = boxes.flatMap(([other, box]) => {
		const x = box.x + box.width / 2 - from.x - from.width / 2
		const y = box.y + box.height / 2 - from.y - from.height / 2
		const along = x * dx + y * dy
		const aside = Math.abs(x * dy) + Math.abs(y * dx)
		return other === id || along <= 1 ? [] : [{ other, distance: along + aside * 2 }]
	})
	return distances.sort((one, another) => one.distance - another.distance)[0]?.other
}

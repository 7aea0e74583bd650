import type { Box } from '../box.ts'
import { shape } from './dom.ts'

const margin = 24
/** Points of the picture for one px, so that it is sharp on paper; less where the browser could not hold it. */
const density = 2
const largest = 8192

const looks = [
	'fill',
	'fill-opacity',
	'stroke',
	'stroke-opacity',
	'stroke-width',
	'stroke-dasharray',
	'opacity',
	'font-family',
	'font-size',
	'font-weight',
	'text-anchor',
] as const

/** A picture that stands alone: every look is written into it, for outside there is no theme. */
export function svgText(root: SVGGElement, bounds: Box): string {
	// Faded and small is how it is looked at now, not how it is.
	const classes = root.getAttribute('class') ?? ''
	root.setAttribute('class', 'root exporting')
	try {
		const copy = root.cloneNode(true) as SVGGElement
		const originals = [root, ...root.querySelectorAll<SVGElement>('*')]
		const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')]
		for (const [index, original] of originals.entries()) style(original, copies[index])
		copy.removeAttribute('transform')
		const [x, y] = [bounds.x - margin, bounds.y - margin]
		const [width, height] = [bounds.width + margin * 2, bounds.height + margin * 2]
		const ground = getComputedStyle(document.body).backgroundColor
		const picture = shape(
			'svg',
			{ width, height, viewBox: `${x} ${y} ${width} ${height}` },
			shape('rect', { x, y, width, height, fill: ground }),
			copy,
		)
		return new XMLSerializer().serializeToString(picture)
	} finally {
		root.setAttribute('class', classes)
	}
}

/** The same as points; base64 of a PNG. */
export async function pngData(svg: string, bounds: Box): Promise<string> {
	const image = new Image()
	image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
	await image.decode()
	const [width, height] = [bounds.width + margin * 2, bounds.height + margin * 2]
	const scale = Math.min(density, largest / Math.max(width, height))
	const canvas = document.createElement('canvas')
	canvas.width = Math.round(width * scale)
	canvas.height = Math.round(height * scale)
	canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
	return canvas.toDataURL('image/png').replace(/^[^,]*,/, '')
}

function style(original: SVGElement, copy: SVGElement | undefined): void {
	if (!copy) return
	const computed = getComputedStyle(original)
	for (const look of looks) {
		const value = computed.getPropertyValue(look)
		if (value !== '') copy.setAttribute(look, value)
	}
	for (const name of ['class', 'tabindex', 'role', 'data-id', 'data-whole']) copy.removeAttribute(name)
}

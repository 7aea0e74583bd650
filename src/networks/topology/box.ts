/** Geometry of the picture; y goes downwards. */
export interface Point {
	readonly x: number
	readonly y: number
}

export interface Size {
	readonly width: number
	readonly height: number
}

/** By its upper left corner. */
export type Box = Point & Size

export function boxAround(boxes: readonly Box[]): Box | undefined {
	if (boxes.length === 0) return undefined
	const x = Math.min(...boxes.map((box) => box.x))
	const y = Math.min(...boxes.map((box) => box.y))
	const right = Math.max(...boxes.map((box) => box.x + box.width))
	const bottom = Math.max(...boxes.map((box) => box.y + box.height))
	return { x, y, width: right - x, height: bottom - y }
}

/** Whether they come nearer to each other than a distance. */
export function overlaps(one: Box, other: Box, distance = 0): boolean {
	return (
		one.x < other.x + other.width + distance &&
		other.x < one.x + one.width + distance &&
		one.y < other.y + other.height + distance &&
		other.y < one.y + one.height + distance
	)
}

const between = 32

/**
 * Puts blocks side by side in rows, from a line downwards.
 *
 * @param ratio How wide the whole shall be, about, by its height.
 */
export function pack<B extends Size>(
	blocks: readonly B[],
	top: number,
	ratio: number,
): readonly { readonly corner: Point; readonly block: B }[] {
	const area = blocks.reduce((sum, { width, height }) => sum + (width + between) * (height + between), 0)
	const widest = Math.max(0, ...blocks.map(({ width }) => width))
	const limit = Math.max(widest, Math.sqrt(area * ratio))
	let [x, y, row] = [0, top, 0]
	return blocks
		.toSorted((one, other) => other.height - one.height)
		.map((block) => {
			if (x > 0 && x + block.width > limit) [x, y, row] = [0, y + row + between, 0]
			const corner = { x, y }
			x += block.width + between
			row = Math.max(row, block.height)
			return { corner, block }
		})
}

import type { DataPlace } from './data/volumeData.ts'

/** Whether a place is another one, or is inside of it. */
export function isWithin(place: DataPlace, other: DataPlace): boolean {
	if (place.volumeName !== other.volumeName) return false
	return place.path === other.path || place.path.startsWith(other.path.replace(/\/?$/, '/'))
}

/** Without what is inside of another one of them. */
export function outermost(places: readonly DataPlace[]): readonly DataPlace[] {
	return places.filter((place) => places.every((other) => other.path === place.path || !isWithin(place, other)))
}

/** Makes something when it is first asked for; later askers get the same. */
export function once<T>(make: () => T): () => T {
	let made: T | undefined
	return () => (made ??= make())
}

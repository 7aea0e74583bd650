/** Who said no is not asked again for so long; ms. */
const patience = 5_000

/** What serves in place of images that aren't there: chosen once, and again when it is no longer there itself. */
export class Substitutes {
	readonly #chosen = new Map<string, Promise<string>>()
	readonly #choose: (wanted: string) => Promise<string>
	readonly #isThere: (substitute: string) => Promise<boolean>

	constructor(choose: (wanted: string) => Promise<string>, isThere: (substitute: string) => Promise<boolean>) {
		this.#choose = choose
		this.#isThere = isThere
	}

	async of(wanted: string): Promise<string> {
		const known = this.#chosen.get(wanted)
		if (!known) return this.#chooseFor(wanted)
		const substitute = await known
		if (await this.#isThere(substitute)) return substitute
		// Others may have found so, too, and chosen already.
		if (this.#chosen.get(wanted) === known) this.#chosen.delete(wanted)
		return this.of(wanted)
	}

	#chooseFor(wanted: string): Promise<string> {
		const chosen = this.#choose(wanted)
		this.#chosen.set(wanted, chosen)
		// What could not be had may be had later; the many questions of one look at files are one.
		chosen.catch(() => setTimeout(() => this.#chosen.delete(wanted), patience).unref())
		return chosen
	}
}

/** How far bringing or fetching files is. */
export interface TransferAmount {
	readonly files: number
	readonly bytes: number
}

/** Follows a transfer. */
export type ReportTransfer = (done: TransferAmount, total: TransferAmount) => void

/** Adds up what was done, and says it. */
export class TransferMeter {
	readonly #total: TransferAmount
	readonly #report: ReportTransfer
	#files = 0
	#bytes = 0

	constructor(total: TransferAmount, report: ReportTransfer) {
		this.#total = total
		this.#report = report
	}

	add({ files = 0, bytes = 0 }: Partial<TransferAmount>): void {
		this.#files += files
		this.#bytes += bytes
		this.#report({ files: this.#files, bytes: this.#bytes }, this.#total)
	}
}

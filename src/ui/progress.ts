import * as vscode from 'vscode'

export interface Progress {
	/** Says where the work is; amounts belong in here. */
	readonly message?: string
	/** Done so far, 0 to 1. */
	readonly fraction?: number
}

/** Runs long work behind a notification that shows how far it is and can be cancelled; cancelling aborts the signal. */
export function withProgress<T>(
	title: string,
	run: (signal: AbortSignal, report: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
	return Promise.resolve(
		vscode.window.withProgress(
			{ location: vscode.ProgressLocation.Notification, title, cancellable: true },
			async (progress, token) => {
				const abort = new AbortController()
				const subscription = token.onCancellationRequested(() => abort.abort())
				let done = 0
				try {
					return await run(abort.signal, ({ message, fraction }) => {
						const now = fraction === undefined ? done : Math.max(done, Math.min(1, fraction) * 100)
						// VS Code takes percentages as increments, and shows a bar without end until it has seen one.
						progress.report({
							...(message === undefined ? {} : { message }),
							...(fraction === undefined ? {} : { increment: now - done }),
						})
						if (fraction !== undefined) done = now
					})
				} finally {
					subscription.dispose()
				}
			},
		),
	)
}

/** Between two texts of a notification, which can't be read if it changes more often; ms. */
const legible = 100

/** Says the newest of what it is told, not too often. What comes last before a silence is said too. */
export function newest<A extends readonly unknown[]>(say: (...values: A) => void): (...values: A) => void {
	let last = 0
	let waiting: { values: A } | undefined
	const tell = (values: A) => {
		last = performance.now()
		waiting = undefined
		say(...values)
	}
	return (...values) => {
		const wait = legible - (performance.now() - last)
		if (waiting) waiting.values = values
		else if (wait <= 0) tell(values)
		else {
			const held = { values }
			waiting = held
			setTimeout(() => tell(held.values), wait)
		}
	}
}

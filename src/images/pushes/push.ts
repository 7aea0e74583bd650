import * as v from 'valibot'

/** How far a push is. `interrupted`: the window closed in the middle of it. */
const states = ['waiting', 'pushing', 'retrying', 'done', 'failed', 'cancelled', 'interrupted'] as const

/** What the registry was found to have after a push; `unknown` where it could not be asked. */
const verdicts = ['same', 'other', 'none', 'unknown'] as const

export type Verdict = (typeof verdicts)[number]

const schema = v.object({
	id: v.string(),
	/** As people write it: `alice/app:1.2`. */
	reference: v.string(),
	/** `docker.io/alice`; undefined for nobody. */
	accountId: v.optional(v.string()),
	state: v.picklist(states),
	/** ms since 1970. */
	startedAt: v.number(),
	endedAt: v.optional(v.number()),
	digest: v.optional(v.string()),
	/** Whether the registry was found to have what was pushed. */
	verified: v.optional(v.picklist(verdicts)),
	/** Bytes that were sent. */
	bytes: v.number(),
	/** Why it failed, or what it waits for; for a person. */
	message: v.optional(v.string()),
	/** The process that pushes it: that of a window. */
	owner: v.optional(v.string()),
	log: v.array(v.string()),
})

/** One push, past or present. Holds no secret: it is kept in the editor's state. */
export type PushRecord = Readonly<v.InferOutput<typeof schema>>

/** What is kept of each push is kept for this many that are over; the newest first. */
const most = 50
/** Lines of a log. */
const longest = 300

/** Reads what was kept; what an older version kept otherwise is dropped. */
export function readPushes(kept: unknown): readonly PushRecord[] {
	if (!Array.isArray(kept)) return []
	return kept.flatMap((each) => {
		const parsed = v.safeParse(schema, each)
		return parsed.success ? [parsed.output] : []
	})
}

export function isUnderWay({ state }: Pick<PushRecord, 'state'>): boolean {
	return state === 'waiting' || state === 'pushing' || state === 'retrying'
}

/**
 * Whether the registry has what was pushed.
 *
 * @param found What it was found to have: a digest, `none` under this tag, or `unknown`.
 */
export function verdictOf(digest: string, found: string): Verdict {
	if (found === 'none' || found === 'unknown') return found
	return found === digest ? 'same' : 'other'
}

/** Those to keep, the newest first; what goes on is kept however much it is. */
export function trimmed(pushes: readonly PushRecord[]): readonly PushRecord[] {
	const sorted = pushes.toSorted((one, other) => other.startedAt - one.startedAt)
	const gone = new Set(sorted.filter((push) => !isUnderWay(push)).slice(most))
	return sorted.filter((push) => !gone.has(push))
}

/** A log with a line more; the oldest ones go. */
export function withLine(log: readonly string[], line: string, now: Date): string[] {
	return [...log, `${now.toTimeString().slice(0, 8)} ${line}`].slice(-longest)
}

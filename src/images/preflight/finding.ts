/**
 * How much a finding weighs: `blocking` wants an explicit yes, `warning` is shown before the push, `note` is shown
 * where something else is.
 */
export type Severity = 'blocking' | 'warning' | 'note'

/** What gives a file away as secret. */
export type SecretFileRule =
	| 'privateKey'
	| 'environmentFile'
	| 'gitFolder'
	| 'packageToken'
	| 'cloudCredentials'
	| 'registryCredentials'
	| 'storedPassword'
	| 'clusterCredentials'
	| 'infrastructureState'

/** Something that one should know before an image is pushed. No finding holds a secret's value. */
export type Finding = { readonly severity: Severity } & (
	| { readonly kind: 'noRight'; readonly namespace: string; readonly userName: string; readonly isOwn: boolean }
	| { readonly kind: 'refused'; readonly userName: string; readonly why: 'expired' | 'readOnly' | 'refused' }
	/** Docker Hub would make it public; there, one can choose. */
	| { readonly kind: 'newRepository'; readonly path: string; readonly canChoose: boolean }
	| { readonly kind: 'overwritten'; readonly tag: string; readonly before: string; readonly after: string }
	| { readonly kind: 'sameImage'; readonly tag: string; readonly digest: string }
	| { readonly kind: 'otherPlatform'; readonly platform: string; readonly usual: readonly string[] }
	| { readonly kind: 'secretVariable'; readonly name: string }
	| { readonly kind: 'secretLabel'; readonly name: string }
	| { readonly kind: 'secretInstruction'; readonly instruction: string }
	| {
			readonly kind: 'secretFile'
			readonly rule: SecretFileRule
			readonly path: string
			/** Counted from 1, the lowest first. */
			readonly layer: number
			/** What brought it, without secrets. */
			readonly instruction: string
			/** A later layer deletes it; it can be read all the same. */
			readonly deletedLater: boolean
	  }
	| { readonly kind: 'runsAsRoot' }
	| { readonly kind: 'onlyLatest' }
	| {
			readonly kind: 'size'
			/** Bytes, uncompressed. */
			readonly bytes: number
			readonly layers: number
			/** Layers and bytes that the repository has already; undefined where that isn't known. */
			readonly there: { readonly layers: number; readonly bytes: number } | undefined
	  }
	/** A part could not be looked at. */
	| { readonly kind: 'unchecked'; readonly part: 'registry' | 'layers'; readonly message: string }
)

const weights: Readonly<Record<Severity, number>> = { blocking: 0, warning: 1, note: 2 }

/** The heaviest first; what was found first before what was found later. */
export function byWeight(findings: readonly Finding[]): readonly Finding[] {
	return findings.toSorted((one, other) => weights[one.severity] - weights[other.severity])
}

/** What was decided before anybody looked, as in a task. */
export interface Decided {
	readonly visibility: 'private' | 'public' | undefined
	/** Whether blocking findings are passed over; undefined to ask. */
	readonly pushAnyway: boolean | undefined
}

/** Whether a person must be asked before the push. What was decided needs no question; warnings then need none. */
export function wantsAnswer(finding: Finding, decided?: Decided): boolean {
	const { severity, kind } = finding
	if (kind === 'newRepository') return finding.canChoose ? decided?.visibility === undefined : decided === undefined
	if (severity === 'blocking') return decided?.pushAnyway === undefined
	return severity === 'warning' && decided === undefined
}

/** Those that end a push for which it was decided that nothing is passed over. */
export function forbidden(findings: readonly Finding[], decided: Decided | undefined): readonly Finding[] {
	return decided?.pushAnyway === false ? findings.filter(({ severity }) => severity === 'blocking') : []
}

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
	/** Docker Hub did not say whether it is there, and would make it public. */
	| { readonly kind: 'unknownRepository'; readonly path: string; readonly message: string }
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

/** A finding as it weighs after what was decided: what is to be private must not become public by accident. */
export function weighed(finding: Finding, decided: Decided | undefined): Finding {
	return finding.kind === 'unknownRepository' && decided?.visibility === 'private'
		? { ...finding, severity: 'blocking' }
		: finding
}

/** Whether a person must be asked before the push. What was decided needs no question; warnings then need none. */
export function wantsAnswer(finding: Finding, decided?: Decided): boolean {
	const { severity, kind } = finding
	if (kind === 'newRepository') return finding.canChoose ? decided?.visibility === undefined : decided === undefined
	if (severity === 'blocking') return decided?.pushAnyway === undefined
	if (kind === 'unknownRepository') return decided?.visibility === undefined
	return severity === 'warning' && decided === undefined
}

/** Those that end a push about which nobody is asked. A decision to push anyway is none to make public. */
export function forbidden(findings: readonly Finding[], decided: Decided | undefined): readonly Finding[] {
	if (decided?.pushAnyway === undefined) return []
	return findings.filter(
		({ severity, kind }) => severity === 'blocking' && (!decided.pushAnyway || kind === 'unknownRepository'),
	)
}

import type { Finding } from './finding.ts'

/** An answer that pushes, for which blocking findings want an explicit yes. */
export type PushingAction = 'push' | 'createPrivate' | 'createPublic'

/** What one can do about what was found: push, or what makes the push possible. */
export type PreflightAction = PushingAction | 'replaceSecret' | 'rename'

/** What is known so far. */
export interface Seen {
	readonly findings: readonly Finding[]
	/** Whether the registry has answered, or could not be asked. */
	readonly isRegistryAsked: boolean
}

export function pushes(action: PreflightAction): action is PushingAction {
	return action === 'push' || action === 'createPrivate' || action === 'createPublic'
}

export function blocking(findings: readonly Finding[]): readonly Finding[] {
	return findings.filter(({ severity }) => severity === 'blocking')
}

/**
 * The answers that push. There are none before the registry was asked: Docker Hub would make a repository that isn't
 * there public, which nobody must choose without knowing.
 */
export function pushingActions({ findings, isRegistryAsked }: Seen): readonly PushingAction[] {
	if (!isRegistryAsked) return []
	const isNew = findings.some((finding) => finding.kind === 'newRepository' && finding.canChoose)
	return isNew ? ['createPrivate', 'createPublic'] : ['push']
}

/** Whether an answer that pushes holds by what is known now; more may have been found while it was confirmed. */
export function holds(action: PushingAction, confirmed: readonly Finding[], seen: Seen): boolean {
	return (
		pushingActions(seen).includes(action) && blocking(seen.findings).every((finding) => confirmed.includes(finding))
	)
}

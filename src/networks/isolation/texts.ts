import * as vscode from 'vscode'
import { publishedPorts } from '../reachability.ts'
import { describeWay } from '../reachTexts.ts'
import type { End, Pair, Verdict } from './check.ts'
import type { Undoing } from './operations.ts'
import type { Plan } from './plan.ts'
import { outside, type RuleProblem } from './rules.ts'

/** What breaks a rule, in a sentence. */
export function verdictText({ rule, broken, unknown }: Verdict): string {
	if (unknown.length > 0) {
		return vscode.l10n.t('No container or service is named {0}, so nothing can be said of this.', unknown.join(', '))
	}
	const [first] = broken
	if (!first) return ''
	const more = broken.length > 1 ? ` ${vscode.l10n.t('The same holds of {0} more.', broken.length - 1)}` : ''
	const [from, to] = [nameOf(first.from), nameOf(first.to)]
	return (
		(rule.kind === 'must'
			? vscode.l10n.t('{0} cannot reach {1}, but must.', from, to)
			: vscode.l10n.t('{0} reaches {1} {2}, but never may.', from, to, waysText(first))) + more
	)
}

/** How a rule holds, or that it does. */
export function holdingText({ rule, pairs }: Verdict): string {
	const [first] = pairs
	return rule.kind === 'must' && first
		? vscode.l10n.t('holds: {0}', waysText(first))
		: vscode.l10n.t('holds: there is no way')
}

function waysText({ ways, openings }: Pair): string {
	return [...ways.map(describeWay), ...openings.map((opening) => vscode.l10n.t('by {0}', opening))].join('; ')
}

function nameOf(end: End): string {
	return end?.name ?? vscode.l10n.t('the outside world')
}

export function problemText({ kind, words }: RuleProblem): string {
	switch (kind) {
		case 'yaml':
			return words
		case 'notMap':
			return vscode.l10n.t('An isolation file has the lists “must” and “never”.')
		case 'unknownKey':
			return vscode.l10n.t('Only “project”, “must” and “never” are known here.')
		case 'notList':
			return vscode.l10n.t('This must be a list of rules, such as “- api <-> catalog”.')
		case 'notText':
			return vscode.l10n.t('This must be the name of a compose project.')
		case 'notRule':
			return vscode.l10n.t(
				'A rule is two different names with an arrow between: “api -> db”, “api <-> db”. “{0}” stands for everyone beyond the host.',
				outside,
			)
	}
}

/** Everything that a plan would do, a line for each step. */
export function planLines({ create, connect, disconnect, cutOff, unmended }: Plan): readonly string[] {
	return [
		...create.map(({ name, internal }) =>
			internal
				? vscode.l10n.t('• create the internal network {0}', name)
				: vscode.l10n.t('• create the network {0}, which leads outside', name),
		),
		...connect.map(({ container, networkName }) => vscode.l10n.t('• connect {0} to {1}', container.name, networkName)),
		...disconnect.map(({ container, networkName }) =>
			vscode.l10n.t('• disconnect {0} from {1}', container.name, networkName),
		),
		...cutOff.map(({ name, ports }) =>
			publishedPorts({ ports }).length > 0
				? vscode.l10n.t('{0} no longer gets to the outside, and its published ports no longer work.', name)
				: vscode.l10n.t('{0} no longer gets to the outside.', name),
		),
		...unmended.map((verdict) => vscode.l10n.t('Networks cannot mend this: {0}', verdictText(verdict))),
	]
}

/** What is left to do by hand so that all is as it was, a line for each step. */
export function undoingLines(steps: readonly Undoing[]): readonly string[] {
	return steps.map((step) => {
		switch (step.kind) {
			case 'remove':
				return vscode.l10n.t('• remove the network {0}', step.networkName)
			case 'connect':
				return vscode.l10n.t('• connect {0} to {1}', step.containerName, step.networkName)
			case 'disconnect':
				return vscode.l10n.t('• disconnect {0} from {1}', step.containerName, step.networkName)
		}
	})
}

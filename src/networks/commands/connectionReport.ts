import * as vscode from 'vscode'
import { bracketed } from '../family.ts'
import { differences, type Difference } from '../probe/comparison.ts'
import type { Connect, Target, Tried } from '../probe/probe.ts'
import type { Peer, Reach } from '../reachability.ts'
import { describeReach } from '../reachTexts.ts'

/** What was tried beside what the model says, as Markdown. */
export function connectionReport(test: {
	readonly from: Peer
	readonly to: Peer
	readonly port: number
	readonly expected: Reach
	readonly tried: Tried
	/** What it was tried with. */
	readonly image: string
}): string {
	const { from, to, port, expected, tried, image } = test
	const differing = differences(expected, tried)
	const isSent = tried.trials.some(({ outcome }) => outcome !== 'failed')
	const rows = [
		...tried.lookups.map(({ name, addresses, time }) => [
			vscode.l10n.t('Look up `{0}`', name),
			addresses.length > 0 ? addresses.join(', ') : vscode.l10n.t('not found'),
			milliseconds(time),
		]),
		...tried.trials.map(({ address, port, outcome, time, words }) => [
			vscode.l10n.t('Connect to `{0}`', targetText({ address, port })),
			outcome === 'failed' ? `${outcomeText(outcome)} ${words.replaceAll(/[|\n]/g, ' ')}` : outcomeText(outcome),
			milliseconds(time),
		]),
	]
	return [
		`# ${vscode.l10n.t('From {0} to {1}, TCP port {2}', from.name, to.name, port)}`,
		'',
		`**${vscode.l10n.t('The model:')}** ${describeReach(from, to, expected)}`,
		'',
		...(differing?.length === 0
			? [`✅ ${vscode.l10n.t('What was tried agrees with it.')}`]
			: (differing ?? []).map((each) => `⚠️ ${differenceText(each)}\n`)),
		...(expected.stopped.length > 0
			? [
					vscode.l10n.t(
						'What was tried says nothing while {0} does not run. Start it, and test again.',
						expected.stopped.join(', '),
					),
				]
			: []),
		...(tried.trials.length > 0 && !isSent
			? [
					vscode.l10n.t(
						'No connection could be tried with the helper image “{0}”; the table says why. One that has `nc`, such as busybox, can: name it in the setting “longshore.volumes.helperImage”, and test again.',
						image,
					),
				]
			: []),
		'',
		`| ${vscode.l10n.t('Tried')} | ${vscode.l10n.t('Result')} | ${vscode.l10n.t('Time')} |`,
		'| --- | --- | ---: |',
		...rows.map((row) => `| ${row.join(' | ')} |`),
		...(rows.length === 0 ? ['', vscode.l10n.t('There was no name and no address to try.')] : []),
		'',
		vscode.l10n.t('Tried from the sandbox of {0}, by a helper container that is gone again.', from.name),
		'',
	].join('\n')
}

function targetText({ address, port }: Target): string {
	return `${bracketed(address)}:${port}`
}

function milliseconds(time: number): string {
	return new Intl.NumberFormat(vscode.env.language, {
		style: 'unit',
		unit: 'millisecond',
		maximumFractionDigits: 0,
	}).format(time)
}

function outcomeText(outcome: Connect): string {
	switch (outcome) {
		case 'open':
			return vscode.l10n.t('connected')
		case 'refused':
			return vscode.l10n.t('reached, but nothing listens on this port')
		case 'timeout':
			return vscode.l10n.t('no answer in time')
		case 'unreachable':
			return vscode.l10n.t('no route')
		case 'failed':
			return vscode.l10n.t('could not be tried:')
	}
}

function differenceText(difference: Difference): string {
	switch (difference.kind) {
		case 'reachedAgainstModel':
			return vscode.l10n.t(
				'It was reached, although no network that Docker knows of leads there. The host may route between these networks.',
			)
		case 'notReachedAgainstModel':
			return vscode.l10n.t(
				'It was not reached, although they share a network. A firewall on the host or in the container may be in the way.',
			)
		case 'addressNotReached':
			return vscode.l10n.t(
				'It was not reached at {0}, although it was at another address. A firewall on the host or in the container may let only some addresses through.',
				targetText(difference.target),
			)
		case 'nameNotFound':
			return vscode.l10n.t('The name {0} does not resolve, although it should.', difference.name)
		case 'nameFoundAgainstModel':
			return vscode.l10n.t('The name {0} resolves, although it should not.', difference.name)
		case 'nameElsewhere':
			return vscode.l10n.t('The name {0} leads elsewhere: {1}.', difference.name, difference.addresses.join(', '))
	}
}

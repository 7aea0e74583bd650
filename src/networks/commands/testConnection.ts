import * as vscode from 'vscode'
import { Cancelled, Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { withProgress } from '../../ui/progress.ts'
import { pickStep, runWizard, textStep } from '../../ui/wizard.ts'
import { emptyImage } from '../../volumes/data/access.ts'
import { helperImage } from '../../volumes/data/helperImage.ts'
import type { NetworkParts } from '../parts.ts'
import { attemptsFor, reachAt } from '../probe/comparison.ts'
import { tryFrom } from '../probe/operations.ts'
import { reach, sandboxOf, type Model, type Peer } from '../reachability.ts'
import { givenPeers, peerChoices, type ContainerTarget } from './choosePeers.ts'
import { connectionReport } from './connectionReport.ts'

interface Answers {
	readonly from: Peer | undefined
	readonly to: Peer | undefined
	readonly port: string
}

/** Really tries whether one container reaches another, and puts what happened beside what the model says. */
export async function testConnection(
	connected: Connected<NetworkParts>,
	node?: ContainerTarget,
	nodes?: readonly ContainerTarget[],
): Promise<void> {
	const { engine, reports } = connected
	const model = await connected.model.current()
	const { from, to, port } = await ask(model, givenPeers(model.containers, node, nodes))
	const sandbox = sandboxOf(model, from)
	if (sandbox?.state !== 'running') {
		throw new Failure(
			vscode.l10n.t('“{0}” does not run, so nothing can be tried from its sandbox. Start it first.', from.name),
		)
	}
	const expected = reachAt(reach(model, from, to), port)
	const attempts = attemptsFor(model, to, port, expected)
	const image = await helperImage(engine)
	if (image === emptyImage) {
		throw new Failure(
			vscode.l10n.t(
				'No image on this engine has a shell, so no connection can be tried. Pull the image that the setting “longshore.volumes.helperImage” names, and test again.',
			),
		)
	}
	const title = vscode.l10n.t('Testing the connection from {0} to {1}', from.name, to.name)
	const tried = await withProgress(title, (signal) => tryFrom(engine, sandbox.id, image, attempts, signal))
	const report = connectionReport({ from, to, port, expected, tried, image })
	await reports.show(vscode.l10n.t('Connection from {0} to {1}', from.name, to.name), () => report)
}

async function ask(model: Model, given: readonly Peer[]) {
	const initial: Answers = { from: given[0], to: given[1], port: '' }
	const answers = await runWizard(vscode.l10n.t('Test Connection'), initial, [
		pickStep<Answers, Peer>({
			prompt: vscode.l10n.t('From which container?'),
			skip: () => given.length > 0,
			choices: () => peerChoices(model.containers.filter(({ state }) => state === 'running')),
			isActive: ({ from }, peer) => from === peer,
			apply: (before, from) => ({ ...before, from }),
		}),
		pickStep<Answers, Peer>({
			prompt: vscode.l10n.t('Which container shall be reached?'),
			skip: () => given.length > 1,
			choices: ({ from }) => peerChoices(model.containers.filter((peer) => peer !== from)),
			isActive: ({ to }, peer) => to === peer,
			apply: (before, to) => ({ ...before, to }),
		}),
		textStep<Answers>({
			prompt: vscode.l10n.t('Which TCP port? One on which nothing listens shows the way as well.'),
			placeholder: '80',
			value: ({ to, port }) => port || portOf(to),
			validate: (text) =>
				/^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65_535
					? undefined
					: vscode.l10n.t('A port is a number from 1 to 65535.'),
			apply: (before, port) => ({ ...before, port: port.trim() }),
		}),
	])
	const { from, to, port } = answers ?? {}
	if (!from || !to || port === undefined) throw new Cancelled()
	return { from, to, port: Number(port) }
}

/** The first port that it exposes. */
function portOf(peer: Peer | undefined): string {
	const exposed = peer?.ports.find(({ protocol }) => protocol === 'tcp')
	return String(exposed?.containerPort ?? 80)
}

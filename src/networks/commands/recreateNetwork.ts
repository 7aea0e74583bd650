import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import type { Log } from '../../engine/log.ts'
import type { NetworkRecord } from '../../engine/records.ts'
import { confirmDestruction } from '../../ui/confirmation.ts'
import { Cancelled, describe, Failure, showFailure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { withProgress, type Progress } from '../../ui/progress.ts'
import { contains } from '../address.ts'
import { isBuiltIn, type NetworkSpecification } from '../network.ts'
import type { NetworkNode } from '../node.ts'
import type { JoinedEndpoint } from '../operations/endpoint.ts'
import { recreateNetwork as recreate, type RecreationStep } from '../operations/recreateNetwork.ts'
import { endpointsOf, RestorationError } from '../operations/rejoin.ts'
import { specificationOf } from '../operations/specification.ts'
import type { NetworkParts } from '../parts.ts'
import { chooseNetwork } from './chooseNetworks.ts'
import { settleAndRun } from './createNetwork.ts'
import { sharedMessage } from './duplicateNetwork.ts'
import { refuseServiceTasks } from './serviceTasks.ts'
import { askSettings } from './settings/networkForm.ts'
import { lookAround } from './settings/surroundings.ts'

/** Changes what Docker can't change, by making a network again with everybody on it. */
export async function recreateNetwork(connected: Connected<NetworkParts>, node?: NetworkNode): Promise<void> {
	const network = await chooseNetwork(connected, node, title(), (each) => !isBuiltIn(each))
	await settle(connected, network)
}

function title(): string {
	return vscode.l10n.t('Recreate Network')
}

/** @param typed What was typed before it was refused. */
async function settle(
	connected: Connected<NetworkParts>,
	network: NetworkRecord,
	typed?: NetworkSpecification,
): Promise<void> {
	const { engine, inventory, log } = connected
	if (isBuiltIn(network)) {
		throw new Failure(vscode.l10n.t('“{0}” is the engine’s own; it cannot be made again.', network.name))
	}
	const [surroundings, { specification, isShared }, endpoints] = await Promise.all([
		lookAround(connected, network),
		specificationOf(engine, network.id),
		endpointsOf(engine, network),
	])
	if (isShared) throw new Failure(sharedMessage(network.name))
	refuseServiceTasks(endpoints.flatMap(({ containerId }) => inventory.containers.get(containerId) ?? []))
	await settleAndRun({
		initial: typed ?? specification,
		ask: (initial) =>
			askSettings(
				{
					title: title(),
					accept: ({ name }) => vscode.l10n.t('Recreate “{0}”', name),
					consequence: vscode.l10n.t('containers connected again: {0}', endpoints.length),
					isNameFixed: true,
				},
				initial,
				surroundings,
			),
		run: async (settled) => {
			if (!(await confirmDestruction(questionFor(settled, endpoints)))) throw new Cancelled()
			await withProgress(vscode.l10n.t('Recreating network “{0}”', network.name), (signal, report) =>
				run(engine, network, settled, endpoints.length, signal, report),
			).catch((error: unknown) => {
				throw withRetry(error, network, log)
			})
		},
		log,
		again: async (before) => {
			// Put back as it was, it has another id.
			const present = [...inventory.networks.values()].find(({ name }) => name === network.name)
			await settle(connected, present ?? network, before)
		},
	})
}

function questionFor(specification: NetworkSpecification, endpoints: readonly JoinedEndpoint[]) {
	const lines = endpoints.map(({ containerName, addresses, specification: { ipv4Address, ipv6Address } }) => {
		const present = [addresses.ipv4 ?? ipv4Address, addresses.ipv6 ?? ipv6Address].flatMap((address) => address ?? [])
		const fits = (address: string) => specification.subnets.some(({ subnet }) => contains(subnet, address))
		const kept = present.filter(fits)
		const lost = present.filter((address) => !fits(address))
		if (lost.length > 0) {
			return vscode.l10n.t('• {0}: gets another address instead of {1}', containerName, lost.join(', '))
		}
		return kept.length > 0
			? vscode.l10n.t('• {0}: keeps {1}', containerName, kept.join(', '))
			: vscode.l10n.t('• {0}: has no address at present', containerName)
	})
	return {
		message: vscode.l10n.t('Recreate network “{0}”?', specification.name),
		detail:
			endpoints.length === 0
				? vscode.l10n.t('No container is connected. The network gets another ID.')
				: vscode.l10n.t(
						'Open connections over it break; names and aliases stay:\n{0}\n\nIf anything is refused, all is put back as it was.',
						lines.join('\n'),
					),
		action: vscode.l10n.t('Recreate'),
	}
}

async function run(
	engine: Engine,
	network: NetworkRecord,
	specification: NetworkSpecification,
	total: number,
	signal: AbortSignal,
	report: (progress: Progress) => void,
): Promise<void> {
	let done = 0
	await recreate(engine, network, specification, signal, (step) => {
		report({ message: messageOf(step), fraction: done / (2 * total + 1) })
		done += 1
	})
}

/** What could not be put back is said by name, and can be tried again. */
function withRetry(error: unknown, network: NetworkRecord, log: Log): unknown {
	if (!(error instanceof RestorationError)) return error
	const names = error.lost.map(({ containerName }) => containerName).join(', ')
	const retry = () => error.retry().catch((next: unknown) => showFailure(withRetry(next, network, log), log))
	return new Failure(
		error.networkIsBack
			? vscode.l10n.t(
					'“{0}” was not recreated: {1} It is back as it was, but these could not be connected again: {2}',
					network.name,
					describe(error.cause),
					names,
				)
			: vscode.l10n.t(
					'“{0}” was not recreated, and could not be put back either: {1} These are disconnected: {2}',
					network.name,
					describe(error.cause),
					names,
				),
		[{ title: vscode.l10n.t('Put Back'), run: retry }],
		error,
	)
}

function messageOf(step: RecreationStep): string {
	switch (step.kind) {
		case 'disconnecting':
			return vscode.l10n.t('disconnecting {0}', step.containerName)
		case 'recreating':
			return vscode.l10n.t('creating it anew')
		case 'connecting':
			return vscode.l10n.t('connecting {0}', step.containerName)
		case 'restoring':
			return vscode.l10n.t('refused: putting back {0}', step.containerName)
	}
}

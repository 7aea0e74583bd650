import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { Cancelled, describe, Failure, showFailure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import type { EndpointSpecification } from '../network.ts'
import { networkNode } from '../node.ts'
import { connectContainer } from '../operations.ts'
import type { NetworkParts } from '../parts.ts'
import { askEndpoint, type Joining } from './endpointForm.ts'

/**
 * Asks how containers shall join, and connects them. Those that are refused are named; what was typed is still there.
 *
 * @throws {Failure} @throws {Cancelled}
 */
export async function join(
	connected: Connected<NetworkParts>,
	title: string,
	joining: readonly Joining[],
	initial?: EndpointSpecification,
): Promise<void> {
	const { engine, view, log } = connected
	const specification = await askEndpoint(title, engine, joining, (network) => view.usersOf(network), initial)
	if (!specification) throw new Cancelled()
	const refused: { readonly joining: Joining; readonly error: unknown }[] = []
	for (const each of joining) {
		try {
			await connectContainer(engine, each.network.id, each.container.id, specification)
		} catch (error) {
			refused.push({ joining: each, error })
		}
	}
	const [first] = refused
	if (!first) return
	const again = () =>
		join(
			connected,
			title,
			refused.map((each) => each.joining),
			specification,
		).catch((error: unknown) => showFailure(error, log))
	const { network } = first.joining
	const asksAddress = specification.ipv4Address !== undefined || specification.ipv6Address !== undefined
	// What older engines refuse where they chose the subnet themselves.
	const needsSubnet = asksAddress && toEngineError(first.error).reason === 'invalid'
	const recreate = () => vscode.commands.executeCommand('longshore.networks.recreate', networkNode(network.id))
	throw new Failure(
		refused
			.map(
				({
					joining: {
						container,
						network: { name },
					},
					error,
				}) => vscode.l10n.t('{0} was not connected to “{1}”: {2}', container.name, name, describe(error)),
			)
			.join('\n'),
		[
			{ title: vscode.l10n.t('Change Settings…'), run: again },
			...(needsSubnet ? [{ title: vscode.l10n.t('Recreate Network…'), run: recreate }] : []),
		],
		first.error,
	)
}

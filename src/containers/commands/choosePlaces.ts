import * as vscode from 'vscode'
import type { ContainerRecord } from '../../engine/records.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import type { ContainerEndpoint, ContainerMount } from '../details.ts'
import type { ContainersNode } from '../node.ts'
import type { ContainerParts } from '../parts.ts'
import { portsOf, portText, type Port } from '../port.ts'
import { chooseContainer } from './chooseContainers.ts'

/** The mount that a menu was opened on, or one that the person picks: first the container, then one of its mounts. */
export async function chooseMount(
	connected: Connected<ContainerParts>,
	node: ContainersNode | undefined,
	title: string,
	type: 'volume' | 'bind',
): Promise<ContainerMount> {
	if (node?.kind === 'mount') return node.mount
	const hasSome = ({ mounts }: ContainerRecord) => mounts.some((mount) => mount.type === type)
	const container = await chooseContainer(connected, containerOf(node), title, hasSome)
	const { mounts } = await connected.view.detailsOf(container)
	return pickOne({
		title,
		prompt: vscode.l10n.t('Which mount of “{0}”?', container.name),
		none: vscode.l10n.t('“{0}” has none.', container.name),
		choices: mounts
			.filter((mount) => mount.type === type)
			.map((mount) => ({ label: mount.target, description: mount.name ?? mount.source, value: mount })),
	})
}

/** The endpoint that a menu was opened on, or one that the person picks. */
export async function chooseEndpoint(
	connected: Connected<ContainerParts>,
	node: ContainersNode | undefined,
	title: string,
): Promise<ContainerEndpoint> {
	if (node?.kind === 'endpoint') return node.endpoint
	const container = await chooseContainer(connected, containerOf(node), title)
	const { endpoints } = await connected.view.detailsOf(container)
	return pickOne({
		title,
		prompt: vscode.l10n.t('Which network of “{0}”?', container.name),
		none: vscode.l10n.t('“{0}” has none.', container.name),
		choices: endpoints.map((endpoint) => ({
			label: endpoint.networkName,
			description: endpoint.addresses.join(' · '),
			value: endpoint,
		})),
	})
}

/** The port that a menu was opened on, or one that the person picks from all that are published. */
export async function choosePort(
	{ inventory }: Connected<ContainerParts>,
	node: ContainersNode | undefined,
	title: string,
): Promise<Port> {
	if (node?.kind === 'port') return node.port
	await inventory.loaded('containers')
	const chosen = containerOf(node)?.containerId
	const containers = [...inventory.containers.values()].filter(({ id }) => chosen === undefined || id === chosen)
	return pickOne({
		title,
		prompt: vscode.l10n.t('Which port?'),
		none: vscode.l10n.t('No TCP port is published.'),
		choices: containers.flatMap(({ name, image, ports }) =>
			portsOf(ports)
				.filter(({ hostPort, protocol }) => hostPort !== undefined && protocol === 'tcp')
				.map((port) => ({ label: portText(port), description: name, detail: image, value: port })),
		),
	})
}

function containerOf(node: ContainersNode | undefined) {
	return node?.kind === 'container' ? node : undefined
}

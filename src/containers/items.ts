import * as vscode from 'vscode'
import type { ContainerHealth, ContainerRecord } from '../engine/records.ts'
import { stateIcon, stateText } from '../ui/containerState.ts'
import { formatDate } from '../ui/format.ts'
import { factsTooltip } from '../ui/tooltip.ts'
import { composeProject, composeService } from './container.ts'
import { isOpenToEveryone, portsOf, portText } from './port.ts'

const { Collapsed } = vscode.TreeItemCollapsibleState

/** A compose project: how many of its containers run. */
export function projectItem(project: string, containers: readonly ContainerRecord[]): vscode.TreeItem {
	const item = new vscode.TreeItem(project, vscode.TreeItemCollapsibleState.Expanded)
	const running = containers.filter(({ state }) => state === 'running').length
	item.description = vscode.l10n.t('{0} of {1} running', running, containers.length)
	item.iconPath = new vscode.ThemeIcon('layers')
	item.contextValue = 'project'
	item.accessibilityInformation = { label: vscode.l10n.t('Compose project {0}, {1}', project, item.description) }
	return item
}

/** A container: name; state, health, image and published ports beside it. */
export function containerItem(container: ContainerRecord): vscode.TreeItem {
	const item = new vscode.TreeItem(container.name, Collapsed)
	item.description = factsOf(container).join(' · ')
	item.iconPath = iconOf(container)
	const { state } = container
	item.contextValue =
		state === 'running'
			? 'container running'
			: state === 'paused'
				? 'container paused'
				: state === 'restarting'
					? 'container restarting'
					: 'container stopped'
	item.accessibilityInformation = { label: vscode.l10n.t('Container {0}, {1}', container.name, item.description) }
	return item
}

function factsOf(container: ContainerRecord): readonly string[] {
	const { state, exitCode, health, image } = container
	return [
		state === 'exited' && exitCode !== undefined && exitCode !== 0
			? vscode.l10n.t('stopped with code {0}', exitCode)
			: stateText(state),
		health === undefined ? '' : healthText(health),
		image,
		...portsOf(container.ports)
			.filter(({ hostPort }) => hostPort !== undefined)
			.map(portText),
	].filter(Boolean)
}

function iconOf({ state, health }: ContainerRecord): vscode.ThemeIcon {
	if (state !== 'running') return stateIcon(state)
	switch (health) {
		case 'unhealthy':
			return new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('charts.red'))
		case 'starting':
			return new vscode.ThemeIcon('vm-running', new vscode.ThemeColor('charts.yellow'))
		default:
			return stateIcon(state)
	}
}

/** What a container's health check says, in the person's language. */
export function healthText(health: ContainerHealth): string {
	switch (health) {
		case 'healthy':
			return vscode.l10n.t('healthy')
		case 'unhealthy':
			return vscode.l10n.t('unhealthy')
		case 'starting':
			return vscode.l10n.t('health not known yet')
	}
}

export function containerTooltip(container: ContainerRecord): vscode.MarkdownString {
	const ports = portsOf(container.ports)
	return factsTooltip(container.name, [
		[vscode.l10n.t('State'), stateText(container.state)],
		[vscode.l10n.t('Exit code'), container.exitCode?.toString()],
		[vscode.l10n.t('Health'), container.health && healthText(container.health)],
		[vscode.l10n.t('Image'), container.image],
		[vscode.l10n.t('Compose project'), composeProject(container.labels)],
		[vscode.l10n.t('Compose service'), composeService(container.labels)],
		[vscode.l10n.t('Ports'), ports.map(portText).join(', ')],
		[vscode.l10n.t('Open to everyone'), ports.filter(isOpenToEveryone).map(portText).join(', ')],
		[vscode.l10n.t('Networks'), container.endpoints.map(({ networkName }) => networkName).join(', ')],
		[vscode.l10n.t('Created'), formatDate(container.createdAt)],
		['ID', container.id],
	])
}

import * as v from 'valibot'
import * as vscode from 'vscode'
import { ConnectionStatus } from './connection/status.ts'
import { containersFeature } from './containers/feature.ts'
import { Connection } from './engine/connection.ts'
import { findEndpoints } from './engine/endpoint.ts'
import { Inventory } from './engine/inventory.ts'
import { imagesFeature } from './images/feature.ts'
import { repositoriesAt } from './images/pushes/remoteNames.ts'
import { networksFeature } from './networks/feature.ts'
import { registriesFeature } from './registries/feature.ts'
import { registerCommands } from './ui/commands.ts'
import type { Own } from './ui/feature.ts'
import { InspectDocuments } from './ui/inspectDocuments.ts'
import { volumesFeature } from './volumes/feature.ts'

/** Builds the parts and joins them. */
export function activate(context: vscode.ExtensionContext): void {
	const own: Own = (part) => {
		context.subscriptions.push(part)
		return part
	}
	const log = own(vscode.window.createOutputChannel('Longshore', { log: true }))
	const connection = own(new Connection({ findEndpoints: endpointsBySetting, log }))
	const inventory = own(new Inventory(connection, log))
	own(new ConnectionStatus(connection, inventory))
	own(
		vscode.workspace.onDidChangeConfiguration((change) => {
			if (!change.affectsConfiguration('longshore.engine') || connection.state.kind === 'idle') return
			// A failure is shown by the views.
			connection.reconnect().catch(() => undefined)
		}),
	)
	const parts = { connection, inventory, log, inspectDocuments: own(new InspectDocuments()) }

	const volumes = volumesFeature(parts, context.globalStorageUri, own)
	const revealContainer = (containerId: string): Promise<void> => containers.reveal(containerId)
	const networks = networksFeature(parts, context.extensionUri, { revealContainer }, own)
	const reveal = { revealVolume: volumes.reveal, revealNetwork: networks.reveal }
	const containers = containersFeature(parts, reveal, own)
	const named = (registry: string) => repositoriesAt(registry, inventory)
	const registries = registriesFeature(parts, context, named, own)
	const images = imagesFeature(registries.registryParts, context, own)

	const features = [volumes, networks, containers, images, registries]
	const connecting = {
		engine: async () => (await import('./connection/commands/table.ts')).connectionCommands(parts),
	}
	const tables = Object.assign({}, connecting, ...features.map((feature) => feature.commands))
	const views = features.flatMap((feature) => Object.entries(feature.views))
	own(registerCommands(declaredCommands(context.extension), tables, new Map(views), log))
}

const manifestSchema = v.object({
	contributes: v.object({ commands: v.array(v.object({ command: v.string() })) }),
})

function declaredCommands({ packageJSON }: vscode.Extension<unknown>): readonly string[] {
	return v.parse(manifestSchema, packageJSON).contributes.commands.map(({ command }) => command)
}

function endpointsBySetting() {
	return findEndpoints(vscode.workspace.getConfiguration('longshore.engine').get('host', ''))
}

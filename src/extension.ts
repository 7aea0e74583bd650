import { homedir } from 'node:os'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { connectionCommands } from './connection/commands/table.ts'
import { ConnectionStatus } from './connection/status.ts'
import { containerCommands } from './containers/commands/table.ts'
import { ContainerFiles } from './containers/containerFiles.ts'
import { ContainersView } from './containers/view.ts'
import { Connection } from './engine/connection.ts'
import { findEndpoints } from './engine/endpoint.ts'
import { Inventory } from './engine/inventory.ts'
import { Builds } from './images/build/builds.ts'
import { imageCommands } from './images/commands/table.ts'
import { ImageFileSystem, imageScheme } from './images/layers/fileSystem.ts'
import { ImageFiles } from './images/layers/imageFiles.ts'
import { ImagesView } from './images/view.ts'
import { networkCommands } from './networks/commands/table.ts'
import { networkNode } from './networks/node.ts'
import { explainInspectedNetworks } from './networks/inspectHover.ts'
import { IsolationMarkers } from './networks/isolation/markers.ts'
import { KnownModel } from './networks/knownModel.ts'
import { ReachReports } from './networks/reachReports.ts'
import { TopologyTab } from './networks/topology/panel.ts'
import { NetworksView } from './networks/view.ts'
import { Accounts } from './registries/account.ts'
import { registryCommands } from './registries/commands/table.ts'
import { RegistriesView } from './registries/view.ts'
import { registerCommands } from './ui/commands.ts'
import { InspectDocuments } from './ui/inspectDocuments.ts'
import { registerBackUpTasks } from './volumes/commands/backUpTask.ts'
import { ComparedFiles } from './volumes/commands/comparedFiles.ts'
import { volumeCommands } from './volumes/commands/table.ts'
import { scheme, VolumeFileSystem } from './volumes/data/fileSystem.ts'
import { removeLeftOvers } from './volumes/data/helper.ts'
import { helperImage } from './volumes/data/helperImage.ts'
import { isProtected } from './volumes/data/protection.ts'
import { VolumeData } from './volumes/data/volumeData.ts'
import { volumeNode } from './volumes/node.ts'
import { VolumesView } from './volumes/view.ts'

/** Builds the parts and joins them. Nothing is asked of an engine before something needs it. */
export function activate(context: vscode.ExtensionContext): void {
	const own = <T extends vscode.Disposable>(part: T): T => {
		context.subscriptions.push(part)
		return part
	}
	const log = own(vscode.window.createOutputChannel('Longshore', { log: true }))
	const connection = own(new Connection({ findEndpoints: endpointsBySetting, log }))
	const inventory = own(new Inventory(connection, log))
	own(new ConnectionStatus(connection))
	const parts = { connection, inventory, log, inspectDocuments: own(new InspectDocuments()) }
	const connected = () => connection.connected()

	const data = own(new VolumeData({ connected, helperImage, isProtected }))
	const volumes = own(new VolumesView(parts, data))
	const volumeFiles = own(new VolumeFileSystem({ data, connected }))
	own(vscode.workspace.registerFileSystemProvider(scheme, volumeFiles, { isCaseSensitive: true }))
	own(
		connection.onDidChangeState((state) => {
			if (state.kind === 'connected') removeLeftOvers(state.engine).catch((error: unknown) => log.warn(String(error)))
		}),
	)

	const volumeParts = {
		...parts,
		data,
		view: volumes,
		comparedFiles: own(new ComparedFiles()),
		storage: context.globalStorageUri,
	}
	own(registerBackUpTasks(volumeParts))

	const containers = own(new ContainersView(parts))
	own(explainInspectedNetworks())
	const files = own(new ImageFiles({ connected, folder: join(context.globalStorageUri.fsPath, 'images') }))
	const images = own(new ImagesView(parts, files))
	own(
		vscode.workspace.registerFileSystemProvider(imageScheme, new ImageFileSystem(files), {
			isReadonly: true,
			isCaseSensitive: true,
		}),
	)

	const model = own(new KnownModel(parts))
	const networkParts = {
		...{ ...parts, model },
		view: own(new NetworksView(parts)),
		reports: own(new ReachReports(model)),
		isolation: own(new IsolationMarkers({ ...parts, model })),
	}
	const topology = own(new TopologyTab(networkParts, context.extensionUri))
	const accounts = own(new Accounts(context.secrets, context.globalState))
	const registries = own(new RegistriesView({ ...parts, accounts }))

	const commands = {
		...connectionCommands(parts),
		...containerCommands({
			...parts,
			view: containers,
			containerFiles: own(new ContainerFiles()),
			revealVolume: (name) => volumes.reveal(volumeNode(name)),
			revealNetwork: (id) => networkParts.view.reveal(networkNode(id)),
		}),
		...volumeCommands(volumeParts),
		...imageCommands({ ...parts, accounts, view: images, builds: own(new Builds()), files }),
		...networkCommands({ ...networkParts, topology }),
		...registryCommands({ ...parts, accounts }),
	}
	const views = {
		'longshore.volumes': volumes,
		'longshore.containers': containers,
		'longshore.networks': networkParts.view,
		'longshore.images': images,
		'longshore.registries': registries,
	}
	own(registerCommands(commands, new Map(Object.entries(views)), log))
	own(
		vscode.workspace.onDidChangeConfiguration((change) => {
			// A failure is shown by the views.
			if (change.affectsConfiguration('longshore.engine')) connection.reconnect().catch(() => undefined)
			// What serves data was made as the settings then said.
			if (change.affectsConfiguration('longshore.volumes')) void data.renew()
		}),
	)
}

function endpointsBySetting() {
	const setting = vscode.workspace.getConfiguration('longshore.engine').get('host', '')
	return findEndpoints({ setting, environment: process.env, home: homedir(), platform: process.platform })
}

import { homedir } from 'node:os'
import * as vscode from 'vscode'
import { connectionCommands } from './connection/commands/table.ts'
import { ConnectionStatus } from './connection/status.ts'
import { containerCommands } from './containers/commands/table.ts'
import { Connection } from './engine/connection.ts'
import { findEndpoints } from './engine/endpoint.ts'
import { Inventory } from './engine/inventory.ts'
import { imageCommands } from './images/commands/table.ts'
import { ImagesView } from './images/view.ts'
import { networkCommands } from './networks/commands/table.ts'
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
import { volumeCommands } from './volumes/commands/table.ts'
import { scheme, VolumeFileSystem } from './volumes/data/fileSystem.ts'
import { helperImage } from './volumes/data/helperImage.ts'
import { VolumeData } from './volumes/data/volumeData.ts'
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

	const data = own(new VolumeData({ connected, helperImage }))
	const volumes = own(new VolumesView(parts, data))
	own(
		vscode.workspace.registerFileSystemProvider(scheme, new VolumeFileSystem({ data, connected }), {
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
	const images = own(new ImagesView(parts))
	const accounts = own(new Accounts(context.secrets, context.globalState))
	const registries = own(new RegistriesView({ ...parts, accounts }))

	const commands = {
		...connectionCommands(parts),
		...containerCommands(parts),
		...volumeCommands({ ...parts, data, view: volumes }),
		...networkCommands({ ...networkParts, topology }),
		...imageCommands({ ...parts, accounts, view: images }),
		...registryCommands({ ...parts, accounts }),
	}
	const views = {
		'longshore.volumes': volumes,
		'longshore.networks': networkParts.view,
		'longshore.images': images,
		'longshore.registries': registries,
	}
	own(registerCommands(commands, new Map(Object.entries(views)), log))
	own(
		vscode.workspace.onDidChangeConfiguration((change) => {
			// A failure is shown by the views.
			if (change.affectsConfiguration('longshore.engine')) connection.reconnect().catch(() => undefined)
		}),
	)
}

function endpointsBySetting() {
	const setting = vscode.workspace.getConfiguration('longshore.engine').get('host', '')
	return findEndpoints({ setting, environment: process.env, home: homedir(), platform: process.platform })
}

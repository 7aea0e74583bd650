import { homedir } from 'node:os'
import * as vscode from 'vscode'
import { connectionCommands } from './connection/commands/table.ts'
import { ConnectionStatus } from './connection/status.ts'
import { containerCommands } from './containers/commands/table.ts'
import { Connection } from './engine/connection.ts'
import { findEndpoints } from './engine/endpoint.ts'
import { Inventory } from './engine/inventory.ts'
import { imageCommands } from './images/commands/table.ts'
import { pushCommands } from './images/pushes/commands/table.ts'
import { PushedTags } from './images/pushes/pushedTags.ts'
import { Pushes } from './images/pushes/pushes.ts'
import { PushLogs } from './images/pushes/pushLogs.ts'
import { PushTasks } from './images/pushes/pushTasks.ts'
import { tellInterrupted } from './images/pushes/tellInterrupted.ts'
import { PushesView } from './images/pushes/view.ts'
import { forgetRemote, repositoriesAt } from './images/pushes/remoteNames.ts'
import { ImagesView } from './images/view.ts'
import { networkCommands } from './networks/commands/table.ts'
import { NetworksView } from './networks/view.ts'
import { Accounts } from './registries/account.ts'
import { RegistryAuthentication } from './registries/authenticationProvider.ts'
import { signIn } from './registries/commands/signIn.ts'
import { registryCommands } from './registries/commands/table.ts'
import { dockerConfigFolder, dockerCredential } from './registries/dockerConfig.ts'
import { Remote } from './registries/remote.ts'
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

	const networks = own(new NetworksView(parts))
	const pushedTags = own(new PushedTags(context.globalState))
	const images = own(new ImagesView(parts, pushedTags))
	const dockerFolder = dockerConfigFolder(process.env, homedir())
	const readDockerCli = (registry: string) => dockerCredential(dockerFolder, registry)
	const accounts = own(new Accounts(context.secrets, context.globalState, readDockerCli))
	const remote = own(new Remote(accounts, (registry) => repositoriesAt(registry, inventory.images.values())))
	own(pushedTags.onDidChange((reference) => forgetRemote(remote, reference)))
	const registryParts = { ...parts, accounts, remote, dockerFolder }
	const registries = own(new RegistriesView(registryParts))
	own(new RegistryAuthentication(accounts, () => signIn(registryParts)))
	const pushes = own(new Pushes(context.workspaceState))
	const pushesView = own(new PushesView(pushes, log))
	const imageParts = { ...registryParts, view: images, pushes, pushedTags }
	own(new PushTasks(imageParts))
	if (pushes.interrupted.length > 0) void tellInterrupted(imageParts)

	const commands = {
		...connectionCommands(parts),
		...containerCommands(parts),
		...volumeCommands({ ...parts, data, view: volumes }),
		...networkCommands({ ...parts, view: networks }),
		...imageCommands(imageParts),
		...pushCommands({ ...imageParts, logs: own(new PushLogs(pushes)) }),
		...registryCommands(registryParts),
	}
	const views = {
		'longshore.volumes': volumes,
		'longshore.networks': networks,
		'longshore.images': images,
		'longshore.registries': registries,
		'longshore.pushes': pushesView,
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

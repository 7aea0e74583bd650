import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { engineHost } from '../engineHost.ts'
import type { ContainersNode } from '../node.ts'
import type { ContainerParts } from '../parts.ts'
import { portText, webAddress } from '../port.ts'
import { choosePort } from './choosePlaces.ts'

/** Opens a published port in the browser; where VS Code works on another machine, through a port that it forwards. */
export async function openPort(connected: Connected<ContainerParts>, node?: ContainersNode): Promise<void> {
	const port = await choosePort(connected, node, vscode.l10n.t('Open in Browser'))
	const address = webAddress(port, engineHost(connected.engine.endpoint))
	if (address === undefined) {
		throw new Failure(vscode.l10n.t('A browser cannot open {0}: it needs a published TCP port.', portText(port)))
	}
	// It forwards the port itself where that is needed; asking for an external address before would forward it twice.
	await vscode.env.openExternal(vscode.Uri.parse(address, true))
}

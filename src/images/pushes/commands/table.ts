import * as vscode from 'vscode'
import { whenConnected } from '../../../ui/parts.ts'
import type { ImageParts } from '../../parts.ts'
import type { PushLogs } from '../pushLogs.ts'
import type { PushNode } from '../view.ts'
import { cancelPush } from './cancelPush.ts'
import { choosePushes, isOver } from './choosePushes.ts'
import { copyDigest, copyLines, openWebsite } from './copyDigest.ts'
import { pushAgain } from './pushAgain.ts'

/** Commands on pushes. */
export function pushCommands(parts: ImageParts & { readonly logs: PushLogs }) {
	const { pushes, logs } = parts
	return {
		'longshore.pushes.again': whenConnected(parts, pushAgain),
		'longshore.pushes.cancel': (node?: PushNode, nodes?: readonly PushNode[]) => cancelPush(pushes, node, nodes),
		'longshore.pushes.clear': () => pushes.forget(),
		'longshore.pushes.copyDigest': (node?: PushNode, nodes?: readonly PushNode[]) => copyDigest(pushes, node, nodes),
		'longshore.pushes.copyLines': (node?: PushNode) => copyLines(pushes, node),
		'longshore.pushes.forget': async (node?: PushNode, nodes?: readonly PushNode[]) => {
			const title = vscode.l10n.t('Remove Push from List')
			const chosen = await choosePushes(pushes, node, nodes, { title, fits: isOver })
			pushes.forget(chosen.map(({ id }) => id))
		},
		'longshore.pushes.openWebsite': (node?: PushNode) => openWebsite(pushes, node),
		'longshore.pushes.showLog': async (node?: PushNode) => {
			const [push] = await choosePushes(pushes, node, undefined, { title: vscode.l10n.t('Show Log of Push') })
			if (push) await logs.show(push.id)
		},
	}
}

import { randomBytes } from 'node:crypto'
import * as vscode from 'vscode'
import { Disposable } from '../../engine/disposable.ts'
import { describe, showFailure } from '../../ui/failure.ts'
import type { KnownModel } from '../knownModel.ts'
import { endpointNode, networkNode } from '../node.ts'
import type { NetworkParts } from '../parts.ts'
import { joinNetwork } from './joinNetwork.ts'
import { Channel, type Target, type ToHost, type ToPage } from './messages.ts'
import { saveImage } from './saveImage.ts'
import { topologyTexts } from './texts.ts'
import { viewType } from './viewType.ts'

/** The editor tab that shows networks, containers and what joins them; one for the window. */
export class TopologyTab extends Disposable {
	readonly #parts: Omit<NetworkParts, 'topology'>
	readonly #model: KnownModel
	readonly #extension: vscode.Uri
	#panel: vscode.WebviewPanel | undefined
	#show: string | undefined

	constructor(parts: Omit<NetworkParts, 'topology'>, extension: vscode.Uri) {
		super()
		this.#parts = parts
		this.#model = parts.model
		this.#extension = extension
		this.register({ dispose: () => this.#panel?.dispose() })
	}

	/**
	 * Opens the tab, or turns to it.
	 *
	 * @param nodeId A node of the graph that shall be looked at.
	 */
	show(nodeId?: string): void {
		this.#show = nodeId
		if (this.#panel) {
			this.#panel.reveal()
			this.#turn()
			return
		}
		const title = vscode.l10n.t('Topology')
		this.open(vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active))
	}

	#turn: () => void = () => undefined

	/** Takes a tab: a new one, or one that VS Code brings back. */
	open(panel: vscode.WebviewPanel): void {
		this.#panel = panel
		panel.webview.options = {
			enableScripts: true,
			localResourceRoots: ['dist', 'media'].map((folder) => vscode.Uri.joinPath(this.#extension, folder)),
		}
		const channel: Channel<ToPage, ToHost> = new Channel(
			// oxlint-disable-next-line unicorn/require-post-message-target-origin -- VS Code's own, not the browser's.
			(envelope) => panel.webview.postMessage(envelope),
			(message) => this.#handle(channel, message),
		)
		// A tab that is hidden has no page: it is told everything when it is shown again.
		const send = (message: ToPage) => {
			if (panel.visible) channel.send(message).catch((error: unknown) => this.#parts.log.warn(String(error)))
		}
		this.#turn = () => {
			if (this.#show !== undefined) send({ kind: 'show', nodeId: this.#show })
			this.#show = undefined
		}
		const subscriptions = vscode.Disposable.from(
			panel.webview.onDidReceiveMessage((envelope) => channel.receive(envelope)),
			this.#model.onDidChange((model) => send({ kind: 'model', model })),
			this.#parts.connection.onDidChangeState((state) => {
				if (state.kind === 'failed') send({ kind: 'disconnected', reason: describe(state.error) })
			}),
		)
		panel.onDidDispose(() => {
			subscriptions.dispose()
			channel.close('The tab was closed.')
			this.#panel = undefined
		})
		panel.webview.html = this.#html(panel.webview)
	}

	async #handle(channel: Channel<ToPage, ToHost>, message: ToHost): Promise<void> {
		try {
			await this.#act(channel, message)
		} catch (error) {
			await showFailure(error, this.#parts.log)
		}
	}

	async #act(channel: Channel<ToPage, ToHost>, message: ToHost): Promise<void> {
		switch (message.kind) {
			case 'ready': {
				channel.close('The page was loaded again.')
				const left = (error: unknown) => this.#parts.log.debug(String(error))
				channel.send({ kind: 'start', texts: topologyTexts() }).catch(left)
				try {
					channel.send({ kind: 'model', model: await this.#model.current() }).catch(left)
				} catch (error) {
					channel.send({ kind: 'disconnected', reason: describe(error) }).catch(left)
				}
				this.#turn()
				return
			}
			case 'select':
				return this.#select(message.target)
			case 'inspect': {
				const { target } = message
				const command = target.kind === 'network' ? 'longshore.networks.inspect' : 'longshore.containers.inspect'
				await vscode.commands.executeCommand(command, target)
				return
			}
			case 'connect':
				await joinNetwork(
					{ ...this.#parts, engine: await this.#parts.connection.connected() },
					message.containerId,
					message.networkId,
				)
				return
			case 'test':
				await vscode.commands.executeCommand('longshore.networks.testConnection', { containerId: message.containerId })
				return
			case 'copy':
				await vscode.env.clipboard.writeText(message.text)
				return
			case 'save':
				await saveImage(message.format, message.data)
		}
	}

	/** The page keeps the keyboard. */
	async #select(target: Target): Promise<void> {
		const { view, revealContainer } = this.#parts
		if (target.kind === 'network') return view.reveal(networkNode(target.networkId), { focus: false })
		const { containerId, networkId } = target
		if (networkId === undefined) return revealContainer(containerId)
		return view.reveal(endpointNode(networkId, containerId), { focus: false })
	}

	#html(webview: vscode.Webview): string {
		const nonce = randomBytes(16).toString('base64')
		const address = (...path: readonly string[]) =>
			webview.asWebviewUri(vscode.Uri.joinPath(this.#extension, ...path)).toString()
		const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; img-src data:`
		return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
	<meta charset="utf-8">
	<meta http-equiv="Content-Security-Policy" content="${policy}">
	<link rel="stylesheet" href="${address('media', 'topology.css')}">
</head>
<body><script nonce="${nonce}" src="${address('dist', 'topology.js')}"></script></body>
</html>`
	}
}

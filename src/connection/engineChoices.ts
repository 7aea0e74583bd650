import { existsSync } from 'node:fs'
import * as vscode from 'vscode'
import { configFolder, listContexts } from '../engine/contexts.ts'
import { thisMachine } from '../engine/endpoint.ts'
import { wellKnownHosts } from '../engine/wellKnownHosts.ts'
import { Cancelled } from '../ui/failure.ts'
import type { Choice } from '../ui/wizard.ts'
import { endpointMessage } from './endpointMessage.ts'

/** An engine that this machine knows; its value is what the setting `longshore.engine.host` would say. */
export interface EngineChoice extends Choice<string> {
	/** Undefined where a context names none. */
	readonly host: string | undefined
}

/** The docker CLI's contexts, then the usual sockets that are there. */
export async function engineChoices(): Promise<readonly EngineChoice[]> {
	const from = thisMachine()
	const contexts = await listContexts(configFolder(from.environment, from.home))
	const sockets = wellKnownHosts(from).filter((host) => existsSync(host.replace(/^(?:unix|npipe):\/\//, '')))
	return [
		...contexts.map(({ name, host, description }) => ({
			label: `$(server-environment) ${name}`,
			detail: [host, description].filter(Boolean).join(' · '),
			value: `context:${name}`,
			host,
		})),
		...sockets.map((host) => ({ label: `$(plug) ${host}`, value: host, host })),
	]
}

/** Stands last among engines; its choice is followed by {@link askAddress}. */
export function anotherAddress(): Choice<undefined> {
	return {
		label: vscode.l10n.t('$(edit) Another Address…'),
		detail: 'unix://, npipe://, tcp://, ssh://',
		value: undefined,
	}
}

/**
 * Asks for an engine's address.
 *
 * @throws {Cancelled} when the person leaves.
 */
export async function askAddress(title: string, present = ''): Promise<string> {
	const host = await vscode.window.showInputBox({
		title,
		prompt: vscode.l10n.t('Address of the Docker Engine, as in DOCKER_HOST'),
		placeHolder: 'ssh://user@machine',
		value: present,
		ignoreFocusOut: true,
		validateInput: (text) => endpointMessage(text.trim()),
	})
	if (host === undefined) throw new Cancelled()
	return host.trim()
}

import { homedir } from 'node:os'
import * as vscode from 'vscode'
import { configFolder, currentContextName, listContexts } from '../../engine/contexts.ts'
import { findEndpoints, parseHost } from '../../engine/endpoint.ts'
import { dial, type Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { Cancelled } from '../../ui/failure.ts'
import { pickOne } from '../../ui/pick.ts'
import { withProgress } from '../../ui/progress.ts'

/** An engine that doesn't answer for this long is given up; ms. */
const patience = 10_000

/**
 * Another engine: one of the docker CLI's contexts, or by address; and a connection to it.
 *
 * @param present The engine that is shown now.
 * @throws {EngineError} why it doesn't answer.
 */
export async function askEngine(title: string, present: Engine): Promise<Engine> {
	const from = { environment: process.env, home: homedir(), platform: process.platform }
	const contexts = await listContexts(configFolder(from.environment, from.home))
	const current = await currentContextName(from.environment, from.home)
	const chosen = await pickOne<string>({
		title,
		prompt: vscode.l10n.t('To which engine?'),
		none: '',
		choices: [
			...contexts
				.filter(({ host }) => host !== undefined && host !== present.endpoint.host)
				.map(({ name, host, description }) => ({
					label: `$(server-environment) ${name}`,
					description: name === current ? vscode.l10n.t('current context') : (description ?? ''),
					detail: host ?? '',
					value: `context:${name}`,
				})),
			{ label: vscode.l10n.t('$(edit) Another Address…'), detail: 'unix://, npipe://, tcp://, ssh://', value: '' },
		],
	})
	const setting = chosen === '' ? await askAddress(title) : chosen
	const endpoints = await findEndpoints({ ...from, setting })
	return withProgress(vscode.l10n.t('Connecting to {0}', setting), async (signal) => {
		let failure: unknown
		for (const endpoint of endpoints) {
			try {
				return await dial(endpoint, AbortSignal.any([signal, AbortSignal.timeout(patience)]))
			} catch (error) {
				failure ??= error
			}
		}
		throw failure ?? new EngineError('unreachable', 'No engine was found there.')
	})
}

async function askAddress(title: string): Promise<string> {
	const host = await vscode.window.showInputBox({
		title,
		prompt: vscode.l10n.t('Address of the Docker Engine, as in DOCKER_HOST'),
		placeHolder: 'ssh://user@machine',
		ignoreFocusOut: true,
		validateInput: (text) => {
			try {
				parseHost(text.trim())
				return undefined
			} catch (error) {
				if (error instanceof EngineError) return error.message
				throw error
			}
		},
	})
	if (host === undefined) throw new Cancelled()
	return host.trim()
}

import * as vscode from 'vscode'
import { Cancelled } from '../../ui/failure.ts'
import { accessTokensUrl } from '../hub.ts'
import { isHub, registryName, type Account } from '../account.ts'

/**
 * Asks for a secret, hidden as it is typed.
 *
 * @param check Verifies it; what is wrong stands at the field, and it is asked again.
 * @throws {Cancelled} when the person leaves.
 */
export async function askSecret(
	title: string,
	account: Pick<Account, 'registry' | 'userName'>,
	check: (secret: string) => Promise<string | undefined>,
): Promise<string> {
	const input = vscode.window.createInputBox()
	const makeToken = {
		iconPath: new vscode.ThemeIcon('link-external'),
		tooltip: vscode.l10n.t('Make an access token on Docker Hub’s web site'),
	}
	input.title = title
	input.password = true
	input.ignoreFocusOut = true
	input.prompt = isHub(account)
		? vscode.l10n.t('Personal access token of {0} with the right to write; make one on the web site', account.userName)
		: vscode.l10n.t('Password or access token of {0} at {1}', account.userName, registryName(account))
	if (isHub(account)) input.buttons = [makeToken]
	const { promise, resolve, reject } = Promise.withResolvers<string>()
	const accept = async () => {
		const secret = input.value
		if (secret === '') {
			input.validationMessage = vscode.l10n.t('Nothing was typed.')
			return
		}
		input.busy = true
		input.enabled = false
		try {
			const problem = await check(secret)
			if (problem === undefined) return resolve(secret)
			input.validationMessage = problem
			input.enabled = true
			input.busy = false
			input.show()
		} catch (error) {
			reject(error)
		}
	}
	const subscriptions = vscode.Disposable.from(
		input,
		input.onDidAccept(accept),
		input.onDidChangeValue(() => (input.validationMessage = undefined)),
		input.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(accessTokensUrl))),
		input.onDidHide(() => {
			// While it is being verified, the field is out of the way by itself.
			if (!input.busy) reject(new Cancelled())
		}),
	)
	input.show()
	return promise.finally(() => subscriptions.dispose())
}

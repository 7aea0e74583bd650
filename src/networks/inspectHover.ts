import * as vscode from 'vscode'
import { addressingMeaning, driverMeaning, flagMeaning, optionMeaning, scopeMeaning } from './explanations.ts'

/** In what the engine says about a network: what a driver, an option or a flag means, where one stays on it. */
export function explainInspectedNetworks(): vscode.Disposable {
	return vscode.languages.registerHoverProvider(
		{ scheme: 'docker-inspect', pattern: '/network/*' },
		{
			provideHover: (document, position) => {
				const text = document.lineAt(position).text
				const [, before = '', key = '', value = ''] = /^(\s*)"([^"]+)":\s*"?([^",]*)/.exec(text) ?? []
				const meaning = meaningOf(key, value, before.length)
				if (meaning === undefined) return undefined
				const range = new vscode.Range(position.line, before.length, position.line, text.length)
				return new vscode.Hover(new vscode.MarkdownString().appendText(meaning), range)
			},
		},
	)
}

/**
 * @param depth How many spaces stand before the key: two at the top, where it is the network's own.
 */
function meaningOf(key: string, value: string, depth: number): string | undefined {
	switch (key) {
		case 'Driver':
			return depth > 2 ? addressingMeaning('ipam') : driverMeaning(value)
		case 'Scope':
			return scopeMeaning(value)
		case 'Internal':
			return flagMeaning('internal')
		case 'Attachable':
			return flagMeaning('attachable')
		case 'Ingress':
			return flagMeaning('ingress')
		case 'EnableIPv4':
			return flagMeaning('ipv4')
		case 'EnableIPv6':
			return flagMeaning('ipv6')
		case 'Subnet':
			return addressingMeaning('subnet')
		case 'Gateway':
			return addressingMeaning('gateway')
		case 'IPRange':
			return addressingMeaning('ipRange')
		case 'AuxiliaryAddresses':
			return addressingMeaning('auxiliary')
		case 'IPAM':
			return addressingMeaning('ipam')
		default:
			return optionMeaning(key)
	}
}

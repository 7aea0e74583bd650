import * as vscode from 'vscode'
import { pickStep, textStep, type Step } from '../../../ui/wizard.ts'
import { parentOption } from '../../driverOptions.ts'
import { isOnParent, type NetworkSpecification } from '../../network.ts'
import type { Surroundings } from './surroundings.ts'

/** The parent interface of a macvlan or ipvlan network: one of those that are known, or typed. */
export function parentSteps({ host, others }: Surroundings): readonly Step<NetworkSpecification>[] {
	const skip = ({ driver }: NetworkSpecification) => !isOnParent(driver)
	const known = host?.interfaces ?? []
	const typed = Symbol('typed')
	let isTyped = known.length === 0
	const users = (name: string) =>
		others().filter(({ driver, options }) => isOnParent(driver) && options[parentOption] === name)
	return [
		pickStep<NetworkSpecification, string | typeof typed>({
			prompt: vscode.l10n.t('On which interface of the engine’s machine shall it stand?'),
			skip: (answers) => skip(answers) || known.length === 0,
			choices: () => [
				...known.map(({ name, subnets }) => ({
					label: `$(plug) ${name}`,
					description: subnets.join(' · '),
					detail: users(name)
						.map((network) => vscode.l10n.t('“{0}” stands on it already', network.name))
						.join(', '),
					value: name,
				})),
				{
					label: `$(edit) ${vscode.l10n.t('Another…')}`,
					detail: vscode.l10n.t('“eth0.50” makes VLAN 50 of eth0; nothing makes a network without a way out.'),
					value: typed,
				},
			],
			isActive: ({ options }, value) => options[parentOption] === value,
			apply: (before, value) => {
				isTyped = value === typed
				return value === typed ? before : withParent(before, value)
			},
		}),
		textStep<NetworkSpecification>({
			prompt: vscode.l10n.t('Parent interface on the engine’s machine, such as eth0 or eth0.50; empty: no way out'),
			placeholder: 'eth0',
			skip: (answers) => skip(answers) || !isTyped,
			value: ({ options }) => options[parentOption] ?? '',
			validate: (text) =>
				/^[^\s/:]{0,15}$/.test(text.trim())
					? parentMessage(
							text.trim(),
							known.map(({ name }) => name),
						)
					: vscode.l10n.t('An interface’s name has at most 15 characters, without spaces, “/” and “:”.'),
			apply: (before, text) => withParent(before, text.trim()),
		}),
	]
}

// Where the interfaces are known: the engine makes a VLAN of one by itself, but no other.
function parentMessage(name: string, known: readonly string[]): string | undefined {
	const [, carrier = ''] = /^(.+)\.[1-9]\d{0,3}$/.exec(name) ?? []
	const isMade = known.includes(carrier)
	return name === '' || known.length === 0 || known.includes(name) || isMade
		? undefined
		: vscode.l10n.t('This machine has no interface “{0}”. It has {1}.', name, known.join(', '))
}

function withParent(before: NetworkSpecification, parent: string): NetworkSpecification {
	const { [parentOption]: _before, ...options } = before.options
	return { ...before, options: parent === '' ? options : { ...options, [parentOption]: parent } }
}

import * as vscode from 'vscode'
import { isAtLeast } from '../../../engine/engine.ts'
import { isIPv6 } from '../../family.ts'
import { encryptedOption } from '../../driverOptions.ts'
import { flagMeaning, type NetworkFlag } from '../../explanations.ts'
import type { NetworkSpecification } from '../../network.ts'
import type { NetworkLine } from './networkLine.ts'
import { proposedSubnet, type Surroundings } from './surroundings.ts'

/** What is either so or not: Enter turns it round. */
export function flagLines(specification: NetworkSpecification, surroundings: Surroundings): readonly NetworkLine[] {
	const { driver, internal, attachable, ipv4 = true, ipv6, options } = specification
	const line = (
		flag: NetworkFlag,
		label: string,
		isOn: boolean,
		turned: (before: NetworkSpecification) => NetworkSpecification,
	): NetworkLine => ({
		id: flag,
		label: `$(${isOn ? 'pass-filled' : 'circle-large-outline'}) ${label}`,
		value: isOn ? vscode.l10n.t('yes') : vscode.l10n.t('no'),
		detail: flagMeaning(flag),
		edit: turned,
	})
	return [
		{
			...line('internal', vscode.l10n.t('Internal'), internal, (before) => ({ ...before, internal: !internal })),
			heading: vscode.l10n.t('What it shall be'),
		},
		line('ipv6', 'IPv6', ipv6, (before) => withIPv6(before, !ipv6, surroundings)),
		...(isAtLeast(surroundings.engine.apiVersion, '1.48')
			? [line('ipv4', 'IPv4', ipv4, (before) => ({ ...before, ipv4: !ipv4 }))]
			: []),
		...(driver === 'overlay' || attachable
			? [
					line('attachable', vscode.l10n.t('Attachable'), attachable, (before) => ({
						...before,
						attachable: !attachable,
					})),
				]
			: []),
		...(driver === 'overlay'
			? [line('encrypted', vscode.l10n.t('Encrypted'), encryptedOption in options, withEncryption)]
			: []),
	]
}

/** Older engines refuse IPv6 without a subnet, so that one is proposed. */
function withIPv6(before: NetworkSpecification, ipv6: boolean, surroundings: Surroundings): NetworkSpecification {
	const others = before.subnets.filter(({ subnet }) => !isIPv6(subnet))
	if (!ipv6) return { ...before, ipv6, subnets: others }
	const subnet = proposedSubnet(surroundings, 6)
	return { ...before, ipv6, subnets: subnet === undefined ? others : [...others, { subnet, gateway: undefined }] }
}

function withEncryption(before: NetworkSpecification): NetworkSpecification {
	const { [encryptedOption]: encrypted, ...options } = before.options
	return { ...before, options: encrypted === undefined ? { ...options, [encryptedOption]: '' } : options }
}

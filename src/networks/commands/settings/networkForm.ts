import * as vscode from 'vscode'
import { formatPairs } from '../../../ui/pairs.ts'
import { runForm } from '../../../ui/form.ts'
import { addressingMeaning } from '../../explanations.ts'
import type { NetworkSpecification } from '../../network.ts'
import { driverLines, nameLine } from './driverLines.ts'
import { flagLines } from './flagLines.ts'
import { optionLines } from './optionLines.ts'
import { askPairs, askText } from './askText.ts'
import type { NetworkLine } from './networkLine.ts'
import { subnetLines } from './subnetLines.ts'
import type { Surroundings } from './surroundings.ts'

/** What a form of a network's settings is for. */
interface Purpose {
	readonly title: string
	/** The label of the line that accepts. */
	readonly accept: (specification: NetworkSpecification) => string
	/** What else comes of it. */
	readonly consequence?: string
	/** Docker can't rename a network, and containers that never ran know it by its name. */
	readonly isNameFixed?: boolean
	/** Lines of one's own, below that which accepts. */
	readonly besides?: () => readonly NetworkLine[]
}

/**
 * All settings of a network on one page, each with its meaning; what is typed is checked at once.
 *
 * @returns Nothing if the person left.
 */
export function askSettings(
	{ title, accept, consequence, isNameFixed = false, besides = () => [] }: Purpose,
	initial: NetworkSpecification,
	surroundings: Surroundings,
): Promise<NetworkSpecification | undefined> {
	const prompt = vscode.l10n.t('The first line goes on; any other changes what it shows')
	return runForm(title, prompt, initial, (specification) => [
		{
			id: 'accept',
			label: `$(check) ${accept(specification)}`,
			detail: [summaryOf(specification), consequence].filter(Boolean).join(' · '),
		},
		...besides(),
		...(isNameFixed ? [] : [nameLine(title, specification.name, surroundings)]),
		...driverLines(title, specification, surroundings),
		...subnetLines(title, specification, surroundings),
		...flagLines(specification, surroundings),
		...optionLines(title, specification, surroundings.engine.apiVersion),
		...otherLines(title, specification),
	])
}

function summaryOf({ driver, internal, subnets }: NetworkSpecification): string {
	return [
		driver,
		internal ? vscode.l10n.t('internal') : '',
		...(subnets.length > 0 ? subnets.map(({ subnet }) => subnet) : [vscode.l10n.t('subnet chosen by the engine')]),
	]
		.filter(Boolean)
		.join(' · ')
}

function otherLines(title: string, { labels, ipamDriver = 'default', ipamOptions = {} }: NetworkSpecification) {
	const none = vscode.l10n.t('none')
	const lines: readonly NetworkLine[] = [
		{
			id: 'labels',
			heading: vscode.l10n.t('More'),
			label: `$(tag) ${vscode.l10n.t('Labels')}`,
			value: formatPairs(labels) || none,
			detail: vscode.l10n.t('Notes of your own, by which networks can be found again.'),
			edit: async (before) => {
				const pairs = await askPairs(
					title,
					vscode.l10n.t('Labels, as key=value separated by spaces; may be empty'),
					before.labels,
				)
				return pairs && { ...before, labels: pairs }
			},
		},
		{
			id: 'ipamDriver',
			label: `$(list-ordered) ${vscode.l10n.t('IPAM driver')}`,
			value: ipamDriver,
			detail: addressingMeaning('ipam'),
			edit: async (before) => {
				const text = await askText(title, {
					prompt: vscode.l10n.t('IPAM driver: “default”, “null” for none, or the name of a plug-in'),
					value: ipamDriver,
					validate: (given) => (given === '' ? vscode.l10n.t('This is needed.') : undefined),
				})
				return text === undefined ? undefined : { ...before, ipamDriver: text }
			},
		},
		{
			id: 'ipamOptions',
			label: `$(settings) ${vscode.l10n.t('IPAM options')}`,
			value: formatPairs(ipamOptions) || none,
			detail: vscode.l10n.t('What the IPAM driver understands; the default one understands none.'),
			edit: async (before) => {
				const prompt = vscode.l10n.t('Options of the IPAM driver, as key=value separated by spaces; may be empty')
				const pairs = await askPairs(title, prompt, ipamOptions)
				return pairs && { ...before, ipamOptions: pairs }
			},
		},
	]
	return lines
}

import * as vscode from 'vscode'
import { formatBytes } from '../../ui/format.ts'
import type { Connected } from '../../ui/parts.ts'
import { pickOne, selected } from '../../ui/pick.ts'
import { shortId } from '../image.ts'
import { imageChoices } from '../items.ts'
import { compareFiles, type Aspect, type Difference } from '../layers/comparison.ts'
import { configUri, differencesUri, fileUri, nothingUri } from '../layers/fileSystem.ts'
import type { ImageNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'
import { chooseImage, type ChosenImage } from './chooseImages.ts'

interface Line extends vscode.QuickPickItem {
	readonly before?: vscode.Uri
	readonly after?: vscode.Uri
}

/** Compares two images, configuration and files; each difference opens in the diff editor while the list stays. */
export async function compareImages(
	connected: Connected<ImageParts>,
	node?: ImageNode,
	nodes?: readonly ImageNode[],
): Promise<void> {
	const [one, other] = await choose(connected, selected(node, nodes))
	const before = await connected.files.of(one.image.id)
	const after = await connected.files.of(other.image.id)
	const differences = compareFiles(before.files(), after.files())
	show(one, other, differences)
}

async function choose(
	connected: Connected<ImageParts>,
	nodes: readonly ImageNode[],
): Promise<readonly [ChosenImage, ChosenImage]> {
	const title = vscode.l10n.t('Compare Images')
	const one = await chooseImage(connected, nodes[0], title)
	if (nodes[1] && 'imageId' in nodes[1]) return [one, await chooseImage(connected, nodes[1], title)]
	const others = imageChoices(connected.inventory.images.values()).filter(
		({ value }) => value.image.id !== one.image.id,
	)
	const other = await pickOne({
		title,
		prompt: vscode.l10n.t('Compare {0} with which image?', nameOf(one)),
		none: vscode.l10n.t('There is no other image.'),
		choices: others,
	})
	return [one, other]
}

function nameOf({ image, reference }: ChosenImage): string {
	return reference ?? shortId(image.id)
}

function show(one: ChosenImage, other: ChosenImage, differences: readonly Difference[]): void {
	const [before, after] = [one.image.id, other.image.id]
	const pick = vscode.window.createQuickPick<Line>()
	const title = `${nameOf(one)} ↔ ${nameOf(other)}`
	pick.title = title
	pick.placeholder =
		differences.length === 0
			? vscode.l10n.t('All files are the same.')
			: vscode.l10n.t('{0} files differ. Choose what to look at; the list stays open.', differences.length)
	pick.ignoreFocusOut = true
	pick.matchOnDescription = true
	pick.items = [
		{
			label: vscode.l10n.t('$(json) Configuration'),
			before: configUri(before),
			after: configUri(after),
		},
		{
			label: vscode.l10n.t('$(list-flat) All Differing Files as Lists'),
			before: differencesUri(before, before, after),
			after: differencesUri(after, before, after),
		},
		{ label: vscode.l10n.t('Files'), kind: vscode.QuickPickItemKind.Separator },
		...differences.map((difference) => lineOf(difference, before, after)),
	]
	pick.onDidAccept(async () => {
		const [line] = pick.activeItems
		if (!line?.before || !line.after) return
		const label = `${line.label.replace(/^\$\([\w-]+\) /, '')} (${title})`
		await vscode.commands.executeCommand('vscode.diff', line.before, line.after, label, { preserveFocus: true })
	})
	pick.onDidHide(() => pick.dispose())
	pick.show()
}

function lineOf({ path, change, aspects, before, after }: Difference, one: string, other: string): Line {
	const icon = { added: 'diff-added', removed: 'diff-removed', changed: 'diff-modified' }[change]
	const hasContent = (entry: typeof before) => entry?.kind === 'file'
	return {
		label: `$(${icon}) /${path}`,
		description: [changeText(change, aspects), sizeText({ before, after })].filter(Boolean).join(' · '),
		...(hasContent(before) || hasContent(after)
			? {
					before: hasContent(before) ? fileUri(one, path) : nothingUri(one, path),
					after: hasContent(after) ? fileUri(other, path) : nothingUri(other, path),
				}
			: { before: differencesUri(one, one, other), after: differencesUri(other, one, other) }),
	}
}

function changeText(change: Difference['change'], aspects: readonly Aspect[]): string {
	if (change === 'added') return vscode.l10n.t('added')
	if (change === 'removed') return vscode.l10n.t('removed')
	const names = {
		kind: vscode.l10n.t('kind'),
		content: vscode.l10n.t('content'),
		target: vscode.l10n.t('target'),
		mode: vscode.l10n.t('mode'),
		owner: vscode.l10n.t('owner'),
	}
	return vscode.l10n.t('changed: {0}', aspects.map((aspect) => names[aspect]).join(', '))
}

function sizeText({ before, after }: Pick<Difference, 'before' | 'after'>): string {
	const sizes = [before, after].flatMap((entry) => (entry?.kind === 'file' ? formatBytes(entry.size) : []))
	return sizes[0] === sizes[1] ? (sizes[0] ?? '') : sizes.join(' → ')
}

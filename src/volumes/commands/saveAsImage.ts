import * as vscode from 'vscode'
import { referenceMessage } from '../../images/commands/referenceMessage.ts'
import { tagNode } from '../../images/node.ts'
import { familiarName, isReferenceError, parseReference } from '../../images/reference.ts'
import { Cancelled } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { runWizard, textStep } from '../../ui/wizard.ts'
import { whileHeld } from '../archive/holdContainers.ts'
import { saveVolumeAsImage } from '../archive/volumeImage.ts'
import { shellImage } from '../data/helperImage.ts'
import type { VolumeNode } from '../node.ts'
import type { VolumeParts } from '../parts.ts'
import { shortName } from '../volume.ts'
import { withArchiveProgress } from './archiveProgress.ts'
import { askHold } from './askHold.ts'
import { chooseVolume } from './chooseVolumes.ts'

/** Makes an image of a volume's data, so that a registry can keep it. */
export async function saveAsImage(connected: Connected<VolumeParts>, node?: VolumeNode): Promise<void> {
	const { engine } = connected
	const title = vscode.l10n.t('Save Volume as Image')
	const volume = await chooseVolume(connected, node, title)
	const base = await shellImage(engine)
	const proposed = `${shortName(volume)
		.toLowerCase()
		.replaceAll(/[^a-z\d]+/g, '-')}-data:latest`
	const answers = await runWizard(title, { name: proposed }, [
		textStep({
			prompt: vscode.l10n.t('Name of the image. Whoever can pull it can read the data.'),
			value: ({ name }) => name,
			validate: referenceMessage,
			apply: (_, name) => ({ name: name.trim() }),
		}),
	])
	if (!answers) throw new Cancelled()
	const reference = parseReference(answers.name)
	if (isReferenceError(reference)) throw new Cancelled()
	const [repository, tag] = [familiarName(reference), reference.tag ?? 'latest']
	const { containers, hold } = await askHold(connected, [volume.name], title)
	await withArchiveProgress(vscode.l10n.t('Saving {0} as an image', shortName(volume)), (job) =>
		whileHeld(engine, containers, hold, () =>
			saveVolumeAsImage({ engine, name: volume.name }, { base, repository, tag }, job),
		),
	)
	const name = `${repository}:${tag}`
	const { Id } = await engine.docker.getImage(name).inspect()
	const push = vscode.l10n.t('Tag and Push…')
	const message = vscode.l10n.t('“{0}” is saved as the image {1}.', shortName(volume), name)
	void vscode.window.showInformationMessage(message, push).then((answer) => {
		if (answer === push) void vscode.commands.executeCommand('longshore.images.tagAndPush', tagNode(name, Id))
	})
}

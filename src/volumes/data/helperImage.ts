import * as vscode from 'vscode'
import type { Engine } from '../../engine/engine.ts'
import { isNotFound, toEngineError } from '../../engine/errors.ts'
import { pullImage } from '../../images/operations.ts'
import { isReferenceError, parseReference, type Reference } from '../../images/reference.ts'
import { Cancelled, describe, Failure } from '../../ui/failure.ts'
import { withProgress } from '../../ui/progress.ts'
import { emptyImage } from './access.ts'
import { findShellImage } from './shellImage.ts'
import { Substitutes } from './substitutes.ts'

const section = 'longshore.volumes'

/** What was found for an engine in place of the image that the setting names. */
const substitutes = new WeakMap<Engine, Substitutes>()

/**
 * The image that helpers are made from (`longshore.volumes.helperImage`). Where it isn't there, it is pulled after
 * asking; without a network any image with a shell serves, and {@link emptyImage} where there is none.
 *
 * @throws {Cancelled} when the person won't have it.
 * @throws {Failure} when the setting names none.
 */
export async function helperImage(engine: Engine): Promise<string> {
	const image = wantedImage()
	if (await exists(engine, image)) return image
	const known = substitutes.get(engine) ?? substitutesOn(engine)
	substitutes.set(engine, known)
	return known.of(image)
}

/**
 * The same for what cannot be done without a shell; to be called before the person is asked anything about it.
 *
 * @throws {Cancelled} when the person won't have it.
 * @throws {Failure} when no image has one.
 */
export async function shellImage(engine: Engine): Promise<string> {
	const image = await helperImage(engine)
	// One may have come since it was looked for.
	const found = image === emptyImage ? await findShellImage(engine) : image
	if (found !== undefined) return found
	const wanted = wantedImage()
	throw new Failure(
		vscode.l10n.t(
			'No image on this engine has a shell, and this cannot be done without one. Pull “{0}”, then try again.',
			wanted,
		),
		[{ title: vscode.l10n.t('Pull'), run: () => pullWanted(engine, wanted) }],
	)
}

function substitutesOn(engine: Engine): Substitutes {
	return new Substitutes(
		(image) => chooseSubstitute(engine, image),
		// The empty one is made on the spot.
		async (substitute) => substitute === emptyImage || exists(engine, substitute),
	)
}

function wantedImage(): string {
	return vscode.workspace.getConfiguration(section).get('helperImage', 'busybox')
}

async function chooseSubstitute(engine: Engine, image: string): Promise<string> {
	const reference = referenceOf(image)
	const pull = vscode.l10n.t('Pull')
	const local = vscode.l10n.t('Use a Local Image')
	const answer = await vscode.window.showInformationMessage(
		vscode.l10n.t('Pull the image “{0}”?', image),
		{
			modal: true,
			detail: vscode.l10n.t(
				'A volume’s data is served by a small container, which is removed as soon as nobody looks any more. Its image is not on this engine yet. Without it, an image that is there and has a shell can serve. The setting “longshore.volumes.helperImage” names another one.',
			),
		},
		pull,
		local,
	)
	if (answer === undefined) throw new Cancelled()
	const trouble = answer === pull ? await pulled(engine, image, reference) : undefined
	if (answer === pull && trouble === undefined) return image
	const found = await findShellImage(engine)
	const told =
		found === undefined
			? vscode.l10n.t(
					'No image on this engine has a shell. Until “{0}” is there, volumes’ data can only be read, and listing a folder is slow: the engine reads all that is in it.',
					image,
				)
			: vscode.l10n.t('The image “{0}” serves volumes’ data until “{1}” is there.', found, image)
	void vscode.window.showInformationMessage(trouble === undefined ? told : `${trouble}\n${told}`)
	return found ?? emptyImage
}

function referenceOf(image: string): Reference {
	const reference = parseReference(image)
	if (!isReferenceError(reference)) return reference
	throw failure(vscode.l10n.t('The setting “longshore.volumes.helperImage” is not the name of an image.'))
}

async function pullWanted(engine: Engine, image: string): Promise<void> {
	// Who cancels knows of it.
	const trouble = await pulled(engine, image, referenceOf(image)).catch(() => undefined)
	if (trouble !== undefined) void vscode.window.showErrorMessage(trouble)
}

/** Pulls; returns what was in the way. */
async function pulled(engine: Engine, image: string, reference: Reference): Promise<string | undefined> {
	try {
		await withProgress(vscode.l10n.t('Pulling {0}', image), (signal) =>
			pullImage(engine, reference, { authorization: undefined, signal, report: () => undefined }),
		)
		return undefined
	} catch (error) {
		if (toEngineError(error).reason === 'cancelled') throw new Cancelled()
		return vscode.l10n.t('“{0}” could not be pulled: {1}', image, describe(error))
	}
}

function failure(message: string): Failure {
	return new Failure(message, [
		{
			title: vscode.l10n.t('Open Settings'),
			run: () => vscode.commands.executeCommand('workbench.action.openSettings', `${section}.helperImage`),
		},
	])
}

async function exists({ docker }: Engine, image: string): Promise<boolean> {
	try {
		await docker.getImage(image).inspect()
		return true
	} catch (error) {
		if (isNotFound(error)) return false
		throw error
	}
}

import * as vscode from 'vscode'
import type { Connected } from '../../ui/parts.ts'
import { pickOne } from '../../ui/pick.ts'
import type { ImageNode } from '../node.ts'
import type { ImageParts } from '../parts.ts'

/** Copies the name under which a registry has exactly this image, `alice/app@sha256:…`. */
export async function copyDigest({ inventory }: Connected<ImageParts>, node?: ImageNode): Promise<void> {
	await inventory.loaded('images', 'containers')
	const digest = node?.kind === 'digest' ? node.digest : await pickOne(question(inventory.images.values()))
	await vscode.env.clipboard.writeText(digest)
}

function question(images: Iterable<{ readonly digests: readonly string[] }>) {
	return {
		title: vscode.l10n.t('Copy Image Digest'),
		prompt: vscode.l10n.t('Which digest?'),
		none: vscode.l10n.t('No image has a digest yet: it gets one when it is pushed or pulled.'),
		choices: [...images].flatMap(({ digests }) => digests).map((digest) => ({ label: digest, value: digest })),
	}
}

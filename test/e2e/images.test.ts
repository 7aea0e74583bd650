import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { saidIn } from '../support/containers.ts'
import { makeShop } from '../support/scene.ts'
import { onStage } from './stage.ts'

const dockerfile = [
	'ARG BASE=busybox',
	'FROM ${BASE} AS base',
	'ARG GREETING=hello',
	'COPY app.txt /app/',
	'RUN echo "$GREETING" > /app/greeting && rm -r /tmp',
	'FROM base AS test',
	'RUN exit 3',
	'',
].join('\n')

describe('Images, from a Dockerfile to their files', () => {
	const workspace = mkdtempSync(join(tmpdir(), 'longshore-workspace-'))
	const stage = onStage({
		workspace,
		scene: async ({ docker }) => {
			await makeShop(docker)
			await writeFile(join(workspace, 'Dockerfile'), dockerfile)
			await writeFile(join(workspace, 'app.txt'), 'the app\n')
			await writeFile(join(workspace, 'package.json'), '{"name":"@shop/web","version":"1.4.0"}')
		},
	})
	after(() => rm(workspace, { recursive: true, force: true }))

	const file = (name: string) =>
		stage().workbench.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name }).first()
	const row = (text: string | RegExp) => stage().workbench.row('Images', text)
	const editor = () => stage().workbench.page.locator('.editor-container .view-lines').first()
	const enter = () => stage().workbench.page.keyboard.press('Enter')

	async function openExplorer(): Promise<void> {
		const { page } = stage().workbench
		await page.keyboard.press('ControlOrMeta+Shift+E')
		await file('Dockerfile').waitFor()
	}

	/** Only the images, so that their rows have room. */
	async function openImages(): Promise<void> {
		const { workbench } = stage()
		await workbench.openSidebar()
		for (const title of ['Volumes', 'Networks', 'Registries', 'Containers']) {
			const header = workbench.view(title).locator('.pane-header[aria-expanded=true]')
			if ((await header.count()) > 0) await header.first().click()
		}
	}

	it('builds from the menu of a Dockerfile: context, stage, arguments, platform and names are asked', async () => {
		const { engine, workbench } = stage()
		await openExplorer()
		await workbench.menu(file('Dockerfile'), 'Build Image from Dockerfile')
		await workbench.quickInput.filter({ hasText: 'longshore-workspace' }).waitFor()
		await workbench.screenshot('images-build-context')
		await enter()
		await workbench.choice(/^base.*line 2/).click()
		await workbench.choice(/^GREETING.*= hello/).click()
		await enter()
		await workbench.answer('Value of GREETING', 'good day')
		await workbench.choice(/The engine’s own/).click()
		await workbench.choice(/^shop\/web:1\.4\.0.*version 1\.4\.0 of package\.json/).waitFor()
		await workbench.screenshot('images-build-names')
		await workbench.choice(/^shop\/web:1\.4\.0/).click()
		await workbench.quickInput.filter({ hasText: 'Names of the image' }).waitFor()
		const input = workbench.quickInput.locator('input.input')
		await input.fill('shop/web:1.4.0 shop/Web:x')
		await workbench.complaint.filter({ hasText: 'At character 21, “W”' }).waitFor()
		await workbench.screenshot('images-build-wrong-name')
		await workbench.type('shop/web:1.4.0 shop/web:next')
		await workbench.choice(/^No Cache/).waitFor()
		await enter()
		await workbench.notification(/Built shop\/web:1\.4\.0, shop\/web:next in/).waitFor({ timeout: 60_000 })
		await workbench.screenshot('images-built')
		const { RepoTags } = await engine.docker.getImage('shop/web:1.4.0').inspect()
		assert.deepEqual(RepoTags.sort(), ['shop/web:1.4.0', 'shop/web:next'])
	})

	it('marks the line that failed', async () => {
		const { workbench } = stage()
		await openExplorer()
		await file('Dockerfile').dblclick()
		await editor().filter({ hasText: 'GREETING' }).waitFor()
		await workbench.command('Docker Images: Build Image from Dockerfile')
		await workbench.choice(/longshore-workspace/).waitFor()
		await enter()
		await workbench.choice(/^test.*line 6/).click()
		await workbench.choice(/^GREETING/).waitFor()
		await enter()
		await workbench.answer('Value of GREETING', 'x')
		await workbench.choice(/The engine’s own/).click()
		await workbench.choice(/^shop\/web:latest/).click()
		await workbench.answer('Names of the image', 'shop/web:latest')
		await workbench.choice(/^No Cache/).waitFor()
		await enter()
		const failed = workbench.notification(/failed at line 7.*exit code: 3/)
		await failed.waitFor({ timeout: 60_000 })
		await workbench.page.locator('.squiggly-error').first().waitFor()
		await workbench.screenshot('images-build-failed')
		await failed.getByRole('button', { name: 'Show Line' }).click()
		await workbench.page.keyboard.press('Escape')
	})

	it('asks for the file of a secret, which becomes no part of the image', async () => {
		const { engine, workbench } = stage()
		await writeFile(join(workspace, '.dockerignore'), 'token\n')
		await writeFile(join(workspace, 'token'), 's3cr3t')
		await writeFile(
			join(workspace, 'secret.dockerfile'),
			'FROM busybox\nRUN --mount=type=secret,id=npm test "$(cat /run/secrets/npm)" = s3cr3t\n',
		)
		await openExplorer()
		await workbench.menu(file('secret.dockerfile'), 'Build Image from Dockerfile')
		await workbench.choice(/longshore-workspace/).waitFor()
		await enter()
		await workbench.quickInput.filter({ hasText: 'the file with the secret “npm”' }).waitFor()
		await workbench.quickInput.locator('input.input').fill(workspace)
		await workbench.complaint.filter({ hasText: 'There is no file' }).waitFor()
		await workbench.screenshot('images-build-secret')
		await workbench.type(join(workspace, 'token'))
		await workbench.choice(/The engine’s own/).click()
		await workbench.choice(/^shop\/web:latest/).click()
		await workbench.answer('Names of the image', 'shop/secret:1')
		await workbench.choice(/^No Cache/).waitFor()
		await enter()
		await workbench.notification(/Built shop\/secret:1 in/).waitFor({ timeout: 60_000 })
		await engine.docker.getImage('shop/secret:1').remove()
	})

	it('asks before an instruction may use the SSH agent, and says where none runs', async () => {
		const { engine, workbench } = stage()
		await writeFile(join(workspace, 'ssh.dockerfile'), 'FROM busybox\nRUN --mount=type=ssh true\n')
		await openExplorer()
		await workbench.menu(file('ssh.dockerfile'), 'Build Image from Dockerfile')
		await workbench.choice(/longshore-workspace/).waitFor()
		await enter()
		const without = workbench.choice(/^Without.*no SSH agent runs/)
		await without.waitFor()
		await workbench.screenshot('images-build-ssh')
		await without.click()
		await workbench.choice(/The engine’s own/).click()
		await workbench.choice(/^shop\/web:latest/).click()
		await workbench.answer('Names of the image', 'shop/ssh:1')
		await workbench.choice(/^No Cache/).waitFor()
		await enter()
		await workbench.notification(/Built shop\/ssh:1 in/).waitFor({ timeout: 60_000 })
		await engine.docker.getImage('shop/ssh:1').remove()
	})

	it('shows users, digests, platform, layers and their files; opens one for reading', async () => {
		const { workbench } = stage()
		await openImages()
		await row(/^shop\/web/).click()
		await row(/^1\.4\.0.*linux\//).click()
		// Where images are kept as containerd does, what a layer takes on disk is told.
		await row(/^COPY.*(?:8 B|12\.3 kB).*app\.txt \/app\//).waitFor()
		await row(/^RUN.*(?:9 B|24\.6 kB).*echo/).click()
		await row(/^app$/).click()
		await row(/^tmp.*deleted/).waitFor()
		await row(/^greeting.*9 B/).click()
		await editor()
			.filter({ hasText: /good.day/ })
			.waitFor()
		await workbench.screenshot('images-layers')
		await row(/^1\.4\.0.*linux\//).click()
		await row(/^shop\/web/).click()
		await row(/^shop\/api/).click()
		await row(/^1\.2.*in use by shop-api-1/).click()
		await row(/^shop-api-1.*uses it · running/).waitFor()
		await workbench.screenshot('images-users')
	})

	it('says what is lost with the containers of an image that is removed', async () => {
		const { engine, workbench } = stage()
		await saidIn(engine.docker.getContainer('shop-api-1'), 'sh', '-c', 'head -c 5000 /dev/zero > /notes')
		await workbench.menu(row(/^1\.2.*in use by shop-api-1/), 'Remove Image')
		await workbench.dialog.filter({ hasText: /shop-api-1.*wrote 5 kB outside of volumes/ }).waitFor()
		await workbench.press('Cancel')
		await engine.docker.getContainer('shop-api-1').inspect()
	})

	it('tells what images share', async () => {
		const { workbench } = stage()
		await workbench.command('Docker Images: Compute Shared and Own Size')
		await row(/^1\.2.*[\d.]+ MB its own/).waitFor()
		await workbench.screenshot('images-sizes')
	})

	it('compares two images in the diff editor', async () => {
		const { workbench } = stage()
		await workbench.command('Docker Images: Compare Images')
		await workbench.choice(/^shop\/web:1\.4\.0/).click()
		await workbench.choice(/^shop\/api:1\.2/).click()
		await workbench.choice(/\/app\/app\.txt.*removed · 8 B/).waitFor({ timeout: 30_000 })
		await workbench.choice(/\/data.*added/).waitFor()
		await workbench.screenshot('images-compare-list')
		await workbench.choice(/\/app\/app\.txt/).click()
		await workbench.page
			.locator('.monaco-diff-editor')
			.filter({ hasText: /the.app/ })
			.waitFor()
		await workbench.screenshot('images-compare-file')
		await workbench.choice(/All Differing Files/).click()
		await workbench.page
			.locator('.monaco-diff-editor')
			.filter({ hasText: /\/app\/greeting/ })
			.waitFor()
		await workbench.screenshot('images-compare-lists')
		await workbench.page.keyboard.press('Escape')
	})

	it('commits a container, after it said what will not be in the image', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(row(/^shop-api-1/), 'Commit Container to Image')
		await workbench.answer('Name of the image', 'shop/api:snapshot')
		await workbench.answer('Message', 'before the change')
		await workbench.answer('Author', '')
		const input = workbench.quickInput.locator('input.input')
		await workbench.quickInput.filter({ hasText: 'Changes to the configuration' }).waitFor()
		await input.fill('RUN make')
		await workbench.complaint.filter({ hasText: '“RUN” can’t be changed here' }).waitFor()
		await workbench.type('ENV MODE=demo')
		await workbench.choice(/^Pause/).click()
		await workbench.dialog.filter({ hasText: 'the data of volumes: /var/uploads · uploads' }).waitFor()
		await workbench.screenshot('images-commit')
		await workbench.press('Commit')
		await row(/^snapshot/).waitFor({ timeout: 30_000 })
		const { Comment, Config } = await engine.docker.getImage('shop/api:snapshot').inspect()
		assert.equal(Comment, 'before the change')
		assert.ok(Config.Env?.includes('MODE=demo'))
	})

	it('saves an image to a file, and loads it again', async () => {
		const { engine, workbench } = stage()
		await workbench.menu(row(/^snapshot/), 'Save Image to File')
		const path = join(workspace, 'snapshot.tar.gz')
		await workbench.choice('..').waitFor()
		await workbench.type(path)
		await workbench.notification(/Saved to .*snapshot\.tar\.gz/).waitFor({ timeout: 30_000 })
		assert.ok((await readdir(workspace)).every((name) => !name.endsWith('.part')))
		await engine.docker.getImage('shop/api:snapshot').remove()
		await row(/^snapshot/).waitFor({ state: 'detached' })
		await workbench.command('Docker Images: Load Image from File')
		await workbench.choice('..').waitFor()
		await workbench.type(path)
		await workbench.notification('Loaded shop/api:snapshot').waitFor({ timeout: 30_000 })
		await row(/^snapshot/).waitFor()
		await workbench.screenshot('images-loaded')
	})
})

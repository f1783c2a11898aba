<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
  <context>
    <name>AgreementMatrix</name>
    <message>
      <source>Largest differences between ways</source>
      <translation>各运行方式之间的最大差异</translation>
    </message>
    <message>
      <source>Way</source>
      <translation>方式</translation>
    </message>
  </context>
  <context>
    <name>AgreementPanel</name>
    <message>
      <source>Bring the graph to the front with this op chosen.</source>
      <translation>把图带到前面,并选中该运算。</translation>
    </message>
    <message>
      <source>Check agreement</source>
      <translation>检查一致性</translation>
    </message>
    <message>
      <source>Findings</source>
      <translation>发现</translation>
    </message>
    <message>
      <source>On {count} samples of {inputs}. Outputs are the same within one quantization step, or within 0.1 % of a float output's range.</source>
      <translation>基于 {inputs} 的 {count} 个样本。输出相差不超过一个量化步长,或不超过浮点输出范围的 0.1 %,即视为相同。</translation>
    </message>
    <message>
      <source>Run the variant in every way that works here, and compare all outputs.</source>
      <translation>用这台机器上可行的每种方式运行该变体,并比较所有输出。</translation>
    </message>
    <message>
      <source>Running the variant in several ways…</source>
      <translation>正在以多种方式运行该变体…</translation>
    </message>
    <message>
      <source>Show the op in the graph</source>
      <translation>在图中显示该运算</translation>
    </message>
    <message>
      <source>The same inputs go through reference kernels, LiteRT's own, XNNPACK, the C library, the GPU where there is one, and the source; each in a process of its own.</source>
      <translation>相同的输入依次经过参考内核、LiteRT 自带内核、XNNPACK、C 库、GPU(如有)以及源模型;每种方式都在各自的进程中运行。</translation>
    </message>
    <message>
      <source>There is no variant yet: convert the model first.</source>
      <translation>还没有变体:请先转换模型。</translation>
    </message>
    <message>
      <source>Variant</source>
      <translation>变体</translation>
    </message>
    <message>
      <source>Ways</source>
      <translation>运行方式</translation>
    </message>
    <message>
      <source>Ways that are compared:</source>
      <translation>参与比较的运行方式：</translation>
    </message>
    <message>
      <source>Which variant is run in several ways.</source>
      <translation>以多种方式运行哪个变体。</translation>
    </message>
    <message>
      <source>Which ways of running the variant are compared; its source always is.</source>
      <translation>比较该变体的哪些运行方式；其源模型始终参与。</translation>
    </message>
    <message>
      <source>all ways that work here</source>
      <translation>此处可用的所有方式</translation>
    </message>
    <message>
      <source>chosen ways</source>
      <translation>所选方式</translation>
    </message>
  </context>
  <context>
    <name>Breadcrumbs</name>
    <message>
      <source>Show all of the model.</source>
      <translation>显示整个模型。</translation>
    </message>
    <message>
      <source>Show {name}.</source>
      <translation>显示 {name}。</translation>
    </message>
  </context>
  <context>
    <name>ChosenFacts</name>
    <message>
      <source>What is in them can be read in .tflite files only: convert the model.</source>
      <translation>只有 .tflite 文件中的内容可以读取：请转换该模型。</translation>
    </message>
  </context>
  <context>
    <name>ComparePage</name>
    <message>
      <source>Agreement</source>
      <translation>一致性</translation>
    </message>
    <message>
      <source>Baseline</source>
      <translation>基线</translation>
    </message>
    <message>
      <source>Comparison of the variants</source>
      <translation>变体比较</translation>
    </message>
    <message>
      <source>Convert</source>
      <translation>转换</translation>
    </message>
    <message>
      <source>Convert a model: its variants then stand here beside each other.</source>
      <translation>转换一个模型：其变体会在此并排显示。</translation>
    </message>
    <message>
      <source>Copy as TSV</source>
      <translation>复制为 TSV</translation>
    </message>
    <message>
      <source>Copy the whole table, to paste it into a spreadsheet.</source>
      <translation>复制整个表格，以便粘贴到电子表格。</translation>
    </message>
    <message>
      <source>Count right answers on labelled data.</source>
      <translation>在带标签数据上统计正确答案。</translation>
    </message>
    <message>
      <source>Evaluate</source>
      <translation>评估</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>测量</translation>
    </message>
    <message>
      <source>Measure these variants together.</source>
      <translation>一起测量这些变体。</translation>
    </message>
    <message>
      <source>Nothing to compare yet</source>
      <translation>尚无可比较的内容</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>表格</translation>
    </message>
    <message>
      <source>Try it</source>
      <translation>试一试</translation>
    </message>
    <message>
      <source>What flipped</source>
      <translation>翻转的样本</translation>
    </message>
    <message>
      <source>What the others are set in proportion to.</source>
      <translation>其他变体与之比较的参照。</translation>
    </message>
  </context>
  <context>
    <name>ComparePane</name>
    <message>
      <source>Graph of {name}</source>
      <translation>{name} 的图</translation>
    </message>
  </context>
  <context>
    <name>CompareSummary</name>
    <message>
      <source>Choose a row to walk through its nodes.</source>
      <translation>选择一行，逐个查看其中的节点。</translation>
    </message>
    <message>
      <source>Next node of this kind</source>
      <translation>下一个此类节点</translation>
    </message>
    <message>
      <source>Previous node of this kind</source>
      <translation>上一个此类节点</translation>
    </message>
    <message>
      <source>Profile both files to know what moved.</source>
      <translation>对两个文件都做性能剖析，才能知道哪些节点换了执行位置。</translation>
    </message>
    <message>
      <source>The nodes of one file do not say what they compute in.</source>
      <translation>其中一个文件的节点未说明以何种类型计算。</translation>
    </message>
    <message>
      <source>What became of the nodes</source>
      <translation>节点的变化</translation>
    </message>
    <message>
      <source>left</source>
      <translation>左</translation>
    </message>
    <message>
      <source>node</source>
      <translation>节点</translation>
    </message>
    <message>
      <source>right</source>
      <translation>右</translation>
    </message>
    <message>
      <source>{place} of {count}</source>
      <translation>第 {place} 个，共 {count} 个</translation>
    </message>
  </context>
  <context>
    <name>CompareTab</name>
    <message>
      <source>Choose a node to see where it comes from and what it became.</source>
      <translation>选择一个节点，查看它的来源和去向。</translation>
    </message>
    <message>
      <source>Its file could not be read, or in a way that leaves no graph.</source>
      <translation>其文件无法读取，或读取方式不留下计算图。</translation>
    </message>
    <message>
      <source>Lineage of what is chosen</source>
      <translation>所选节点的来龙去脉</translation>
    </message>
    <message>
      <source>No ops are known of one of the two.</source>
      <translation>其中一个的算子未知。</translation>
    </message>
    <message>
      <source>Nothing to compare</source>
      <translation>没有可比较的内容</translation>
    </message>
    <message>
      <source>Reading {name}…</source>
      <translation>正在读取 {name}…</translation>
    </message>
    <message>
      <source>Select a variant to compare it with its model, or any two files.</source>
      <translation>选择一个变体与其模型比较，或选择任意两个文件。</translation>
    </message>
    <message>
      <source>Select two models on the left: Ctrl and a click adds the second.</source>
      <translation>在左侧选择两个模型：按住 Ctrl 并单击可加选第二个。</translation>
    </message>
    <message>
      <source>There is one file only. Convert it to compare it with what becomes of it, or open another one beside it.</source>
      <translation>只有一个文件。将其转换后可与转换结果比较，或再打开另一个文件。</translation>
    </message>
    <message>
      <source>{count} are selected: the first two of them are compared here.</source>
      <translation>已选中 {count} 个：此处比较其中的前两个。</translation>
    </message>
  </context>
  <context>
    <name>ConstantsReader</name>
    <message>
      <source>Reading the weights…</source>
      <translation>正在读取权重…</translation>
    </message>
  </context>
  <context>
    <name>DiagnosedChoice</name>
    <message>
      <source>Variant</source>
      <translation>变体</translation>
    </message>
    <message>
      <source>Whose tensors are compared.</source>
      <translation>比较其张量的文件。</translation>
    </message>
  </context>
  <context>
    <name>ErrorsPage</name>
    <message>
      <source>A diagnosis is under way.</source>
      <translation>诊断正在进行。</translation>
    </message>
    <message>
      <source>Both are run on the same inputs, and their tensors are compared; each op is also run by itself.</source>
      <translation>两者在相同输入上运行并比较其张量；每个算子也会单独运行。</translation>
    </message>
    <message>
      <source>Choose evaluation data with labels (x, y) first.</source>
      <translation>请先选择带标签的评估数据 (x, y)。</translation>
    </message>
    <message>
      <source>Compare each tensor with that of what it was made from.</source>
      <translation>将每个张量与其来源模型的张量进行比较。</translation>
    </message>
    <message>
      <source>Convert the model first.</source>
      <translation>请先转换模型。</translation>
    </message>
    <message>
      <source>Copy as TSV</source>
      <translation>复制为 TSV</translation>
    </message>
    <message>
      <source>Copy the table, to be pasted into a spreadsheet.</source>
      <translation>复制表格，以便粘贴到电子表格中。</translation>
    </message>
    <message>
      <source>Diagnose</source>
      <translation>诊断</translation>
    </message>
    <message>
      <source>Export CSV…</source>
      <translation>导出 CSV…</translation>
    </message>
    <message>
      <source>Export the errors</source>
      <translation>导出误差</translation>
    </message>
    <message>
      <source>It was not made here: convert its source, then ops can be kept in it.</source>
      <translation>它不是在这里制作的：请转换其来源模型，之后才能在其中保留算子。</translation>
    </message>
    <message>
      <source>Nothing diagnosed yet</source>
      <translation>尚未诊断</translation>
    </message>
    <message>
      <source>Ops to keep are being looked for already.</source>
      <translation>已在查找需要保留的算子。</translation>
    </message>
    <message>
      <source>Path of the fix</source>
      <translation>修复路径</translation>
    </message>
    <message>
      <source>Table (*.csv)</source>
      <translation>表格 (*.csv)</translation>
    </message>
    <message>
      <source>Tensor by tensor</source>
      <translation>逐张量</translation>
    </message>
    <message>
      <source>Tensors are being compared</source>
      <translation>正在比较张量</translation>
    </message>
    <message>
      <source>The recipe of {name} leaves no choice for single ops.</source>
      <translation>{name} 的配方不支持为单个算子选择精度。</translation>
    </message>
    <message>
      <source>Write the table as CSV, in full precision.</source>
      <translation>以完整精度将表格写为 CSV。</translation>
    </message>
  </context>
  <context>
    <name>FlipsPanel</name>
    <message>
      <source>All {total} samples are answered as by the source.</source>
      <translation>全部 {total} 个样本的回答都与源模型相同。</translation>
    </message>
    <message>
      <source>Evaluate</source>
      <translation>评估</translation>
    </message>
    <message>
      <source>Input</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>Not evaluated on the evaluation data yet.</source>
      <translation>尚未在评估数据上评估。</translation>
    </message>
    <message>
      <source>Right is also what is among the K best answers; top-1 and top-5 are always said.</source>
      <translation>正确答案位于前 K 个回答之中也算正确；top-1 和 top-5 始终给出。</translation>
    </message>
    <message>
      <source>Run this sample through source and variants (Return).</source>
      <translation>让源模型和各变体运行此样本(回车键)。</translation>
    </message>
    <message>
      <source>Samples that are answered otherwise</source>
      <translation>回答不同的样本</translation>
    </message>
    <message>
      <source>Score as</source>
      <translation>评分方式</translation>
    </message>
    <message>
      <source>Score the variants on the evaluation data.</source>
      <translation>在评估数据上给各变体评分。</translation>
    </message>
    <message>
      <source>The first {count} are listed.</source>
      <translation>列出了前 {count} 个。</translation>
    </message>
    <message>
      <source>There is no variant yet: convert the model first.</source>
      <translation>还没有变体:请先转换模型。</translation>
    </message>
    <message>
      <source>Top-K</source>
      <translation>Top-K</translation>
    </message>
    <message>
      <source>Try this sample</source>
      <translation>试用此样本</translation>
    </message>
    <message>
      <source>Variant</source>
      <translation>变体</translation>
    </message>
    <message>
      <source>What the labels mean; agreement leaves them aside and compares with the source.</source>
      <translation>标签的含义;“一致性”不使用标签,而与源模型比较。</translation>
    </message>
    <message>
      <source>Which samples differ was not recorded: evaluate again.</source>
      <translation>未记录哪些样本不同:请重新评估。</translation>
    </message>
    <message>
      <source>Whose answers are set beside the source's.</source>
      <translation>把谁的回答与源模型的回答并列。</translation>
    </message>
    <message>
      <source>agreement</source>
      <translation>一致性</translation>
    </message>
    <message>
      <source>as inferred</source>
      <translation>按推断</translation>
    </message>
    <message>
      <source>classes</source>
      <translation>类别</translation>
    </message>
    <message>
      <source>masks</source>
      <translation>掩码</translation>
    </message>
    <message>
      <source>numbers</source>
      <translation>数值</translation>
    </message>
    <message>
      <source>top-</source>
      <translation>top-</translation>
    </message>
    <message>
      <source>{count} of {total} samples are answered otherwise than by the source.</source>
      <translation>{total} 个样本中有 {count} 个的回答与源模型不同。</translation>
    </message>
  </context>
  <context>
    <name>GraphBar</name>
    <message>
      <source>All</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>All of the graph, however small that makes it (9)</source>
      <translation>显示整个图，无论因此变得多小（9）</translation>
    </message>
    <message>
      <source>All that is known of the chosen node, beside the graph</source>
      <translation>在图旁显示所选节点的全部信息</translation>
    </message>
    <message>
      <source>As much of the graph, from where it begins, as can be read (0)</source>
      <translation>从图的起点开始，显示仍可阅读的部分（0）</translation>
    </message>
    <message>
      <source>Close all groups</source>
      <translation>关闭所有分组</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>详情</translation>
    </message>
    <message>
      <source>Fit</source>
      <translation>适应</translation>
    </message>
    <message>
      <source>Grouping</source>
      <translation>分组方式</translation>
    </message>
    <message>
      <source>Larger (+)</source>
      <translation>放大（+）</translation>
    </message>
    <message>
      <source>Open all groups, as far as they fit</source>
      <translation>打开所有分组（在能容纳的范围内）</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>保存</translation>
    </message>
    <message>
      <source>Save the graph as a picture or a table.</source>
      <translation>将计算图保存为图片或表格。</translation>
    </message>
    <message>
      <source>Show all controls of the graph</source>
      <translation>显示图的所有控件</translation>
    </message>
    <message>
      <source>Smaller (-)</source>
      <translation>缩小（-）</translation>
    </message>
    <message>
      <source>Which nodes can be folded into one box; it changes nothing in the model.</source>
      <translation>哪些节点可以折叠成一个方框；模型本身不变。</translation>
    </message>
  </context>
  <context>
    <name>GraphCanvas</name>
    <message>
      <source>Graph</source>
      <translation>计算图</translation>
    </message>
  </context>
  <context>
    <name>GraphPage</name>
    <message>
      <source>Graph</source>
      <translation>计算图</translation>
    </message>
    <message>
      <source>Its file could not be read. Convert again to have it anew.</source>
      <translation>其文件无法读取。请重新转换以再次生成。</translation>
    </message>
    <message>
      <source>Its file could not be read. When it is mended, open it again.</source>
      <translation>其文件无法读取。修复后请重新打开。</translation>
    </message>
    <message>
      <source>Netron</source>
      <translation>Netron</translation>
    </message>
    <message>
      <source>No graph yet</source>
      <translation>尚无计算图</translation>
    </message>
    <message>
      <source>No model selected</source>
      <translation>未选择模型</translation>
    </message>
    <message>
      <source>Open a model to see it.</source>
      <translation>打开模型即可查看。</translation>
    </message>
    <message>
      <source>Open again</source>
      <translation>重新打开</translation>
    </message>
    <message>
      <source>Open…</source>
      <translation>打开…</translation>
    </message>
    <message>
      <source>Ops</source>
      <translation>算子</translation>
    </message>
    <message>
      <source>Reading {name}…</source>
      <translation>正在读取 {name}…</translation>
    </message>
    <message>
      <source>Side by side</source>
      <translation>并排</translation>
    </message>
    <message>
      <source>The Netron viewer, inside this window and offline.</source>
      <translation>Netron 查看器，内嵌于本窗口且离线运行。</translation>
    </message>
    <message>
      <source>The graph is read from the file; nothing of it is run.</source>
      <translation>计算图从文件读取，不运行其中任何内容。</translation>
    </message>
    <message>
      <source>There is no graph of {name}</source>
      <translation>没有 {name} 的计算图</translation>
    </message>
    <message>
      <source>Ways to look at the graph</source>
      <translation>查看图的方式</translation>
    </message>
  </context>
  <context>
    <name>GraphTab</name>
    <message>
      <source>No graph yet</source>
      <translation>尚无计算图</translation>
    </message>
    <message>
      <source>No ops are known of this model.</source>
      <translation>该模型的算子未知。</translation>
    </message>
    <message>
      <source>The Netron tab shows what it can read of the file.</source>
      <translation>Netron 页会显示它能从文件中读出的内容。</translation>
    </message>
  </context>
  <context>
    <name>KindLegend</name>
    <message>
      <source>Sorts of ops: {words}</source>
      <translation>算子种类：{words}</translation>
    </message>
  </context>
  <context>
    <name>LatencyControls</name>
    <message>
      <source>Copy as CLI command</source>
      <translation>复制为命令行</translation>
    </message>
    <message>
      <source>End the measurement now and keep what was measured.</source>
      <translation>立即结束测量，保留已测得的结果。</translation>
    </message>
    <message>
      <source>Export samples…</source>
      <translation>导出样本…</translation>
    </message>
    <message>
      <source>Find out what this machine can tell apart: one file against itself.</source>
      <translation>查明这台机器能分辨多小的差异：让一个文件与它自己比较。</translation>
    </message>
    <message>
      <source>Inputs are samples of {name}, pre-processed as declared for it.</source>
      <translation>输入为 {name} 的样本，按其声明的方式预处理。</translation>
    </message>
    <message>
      <source>Measure the resolution</source>
      <translation>测量分辨率</translation>
    </message>
    <message>
      <source>Measure the same files again with the settings of this run.</source>
      <translation>按此次运行的设置重新测量相同文件。</translation>
    </message>
    <message>
      <source>Measure the selected variants together, interleaved.</source>
      <translation>交错测量所选变体。</translation>
    </message>
    <message>
      <source>Measuring time over all variants together, start-up excluded.</source>
      <translation>所有变体合计的测量时间，不含启动。</translation>
    </message>
    <message>
      <source>More</source>
      <translation>更多</translation>
    </message>
    <message>
      <source>No data are chosen for what is selected, or it is of several models: inputs are random values. Choose data under Optimize.</source>
      <translation>所选内容未选择数据，或属于多个模型：输入为随机值。请在“优化”中选择数据。</translation>
    </message>
    <message>
      <source>Press to measure it again.</source>
      <translation>点击可重新测量。</translation>
    </message>
    <message>
      <source>Resolution ±{percent} %</source>
      <translation>分辨率 ±{percent} %</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>运行</translation>
    </message>
    <message>
      <source>Run again</source>
      <translation>重新运行</translation>
    </message>
    <message>
      <source>Runs of each variant in each process that are not counted.</source>
      <translation>每个进程中每个变体不计入统计的运行次数。</translation>
    </message>
    <message>
      <source>Short or sustained</source>
      <translation>短时或持续</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>开始</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <source>The server scenario cannot be measured sustained, without a pause.</source>
      <translation>服务器场景不能不间断地持续测量。</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>时间</translation>
    </message>
    <message>
      <source>Warm-up runs</source>
      <translation>预热次数</translation>
    </message>
    <message>
      <source>What else can be done with this run.</source>
      <translation>还可以对这次运行做什么。</translation>
    </message>
    <message>
      <source>Which run is shown; the newest stands first.</source>
      <translation>显示哪次运行；最新的在最前。</translation>
    </message>
  </context>
  <context>
    <name>LatencyPage</name>
    <message>
      <source>Nothing measured yet</source>
      <translation>尚无测量</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>开始</translation>
    </message>
    <message>
      <source>The samples can be exported when the measurement has ended.</source>
      <translation>测量结束后才能导出样本。</translation>
    </message>
    <message>
      <source>Variants are run in turns, in fresh processes, so that they compare.</source>
      <translation>各变体在新进程中轮流运行，因此可以比较。</translation>
    </message>
  </context>
  <context>
    <name>LatencyPlots</name>
    <message>
      <source>ECDF</source>
      <translation>累积分布</translation>
    </message>
    <message>
      <source>Fit the slowest runs into the plots too. They are always kept and counted.</source>
      <translation>把最慢的运行也纳入图中。它们始终被保留和计数。</translation>
    </message>
    <message>
      <source>Histogram</source>
      <translation>直方图</translation>
    </message>
    <message>
      <source>Outliers</source>
      <translation>离群值</translation>
    </message>
    <message>
      <source>Outliers ({count} above)</source>
      <translation>离群值（{count} 个超出）</translation>
    </message>
    <message>
      <source>The share of the runs in each range of latency.</source>
      <translation>各延迟区间内的运行占比。</translation>
    </message>
    <message>
      <source>The share of the runs that took at most so long.</source>
      <translation>耗时不超过该值的运行占比。</translation>
    </message>
  </context>
  <context>
    <name>LatencySheet</name>
    <message>
      <source>History</source>
      <translation>历史</translation>
    </message>
    <message>
      <source>How latency went over minutes without a pause.</source>
      <translation>数分钟不间断运行中延迟的变化。</translation>
    </message>
    <message>
      <source>Latency of each variant</source>
      <translation>各变体的延迟</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>运行</translation>
    </message>
    <message>
      <source>Server</source>
      <translation>服务器</translation>
    </message>
    <message>
      <source>Sustained</source>
      <translation>持续</translation>
    </message>
    <message>
      <source>The medians of one variant over days.</source>
      <translation>一个变体多日以来的中位数。</translation>
    </message>
    <message>
      <source>Which rate of queries keeps the bound.</source>
      <translation>哪个请求速率能保持在上限内。</translation>
    </message>
  </context>
  <context>
    <name>LayoutStatus</name>
    <message>
      <source>Laying out the graph</source>
      <translation>正在布局计算图</translation>
    </message>
    <message>
      <source>Laying out {count} ops…</source>
      <translation>正在布局 {count} 个算子…</translation>
    </message>
    <message>
      <source>No groups: no structure of these ops repeats.</source>
      <translation>没有分组：这些算子中没有重复的结构。</translation>
    </message>
    <message>
      <source>No groups: the names of these ops hold no paths in common.</source>
      <translation>没有分组：这些算子的名称中没有共同的路径。</translation>
    </message>
    <message>
      <source>{folded} of {total} ops are in closed groups.</source>
      <translation>{total} 个算子中有 {folded} 个在关闭的分组里。</translation>
    </message>
    <message>
      <source>{folded} of {total} ops are in closed groups: more boxes than fit. Open those that matter by a double click.</source>
      <translation>{total} 个算子中有 {folded} 个在关闭的分组里：方框太多，放不下。双击即可打开您关心的分组。</translation>
    </message>
  </context>
  <context>
    <name>LogPage</name>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copy the text below.</source>
      <translation>复制下面的文本。</translation>
    </message>
    <message>
      <source>Cut the model down to the smallest part that still dies, and save it.</source>
      <translation>将模型裁剪到仍会崩溃的最小部分并保存。</translation>
    </message>
    <message>
      <source>Find what crashes…</source>
      <translation>查找崩溃之处…</translation>
    </message>
    <message>
      <source>Job</source>
      <translation>任务</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>日志</translation>
    </message>
    <message>
      <source>No job has run yet</source>
      <translation>尚未运行任何任务</translation>
    </message>
    <message>
      <source>Opening, converting and measuring write down here what they do.</source>
      <translation>打开、转换和测量的过程都会记录在这里。</translation>
    </message>
    <message>
      <source>Save a report…</source>
      <translation>保存报告…</translation>
    </message>
    <message>
      <source>Which job's log is shown; the newest stands first.</source>
      <translation>显示哪个任务的日志；最新的在最前。</translation>
    </message>
    <message>
      <source>Write error, recipe, versions and log of this job to a zip.</source>
      <translation>将此任务的错误、配方、版本和日志写入 zip。</translation>
    </message>
  </context>
  <context>
    <name>Minimap</name>
    <message>
      <source>All of the graph; click or drag to look somewhere else, or use the arrow keys.</source>
      <translation>整个图；单击、拖动或用方向键可查看其他位置。</translation>
    </message>
    <message>
      <source>Minimap</source>
      <translation>缩略图</translation>
    </message>
  </context>
  <context>
    <name>NetronTab</name>
    <message>
      <source>It stopped: {reason}. Nothing else is affected.</source>
      <translation>它已停止：{reason}。其他部分不受影响。</translation>
    </message>
    <message>
      <source>Netron cannot show this file</source>
      <translation>Netron 无法显示此文件</translation>
    </message>
    <message>
      <source>Netron reads it into memory whole. The Ops tab shows it without that.</source>
      <translation>Netron 会把它整个读入内存。“算子”页无需如此即可显示。</translation>
    </message>
    <message>
      <source>No model selected</source>
      <translation>未选择模型</translation>
    </message>
    <message>
      <source>Open anyway</source>
      <translation>仍然打开</translation>
    </message>
    <message>
      <source>Select a model on the left to see it here.</source>
      <translation>在左侧选择一个模型即可在此查看。</translation>
    </message>
    <message>
      <source>The Netron view cannot start here</source>
      <translation>Netron 视图无法在此启动</translation>
    </message>
    <message>
      <source>The Netron view has ended</source>
      <translation>Netron 视图已结束</translation>
    </message>
    <message>
      <source>The file is not there</source>
      <translation>文件不在那里</translation>
    </message>
    <message>
      <source>This is a large file ({size})</source>
      <translation>这是一个大文件（{size}）</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <source>{path} does not exist.</source>
      <translation>{path} 不存在。</translation>
    </message>
  </context>
  <context>
    <name>NetronView</name>
    <message>
      <source>Netron graph</source>
      <translation>Netron 图</translation>
    </message>
    <message>
      <source>its page broke the connection</source>
      <translation>其页面断开了连接</translation>
    </message>
  </context>
  <context>
    <name>NodePanel</name>
    <message>
      <source>Choose a node to see all that is known of it.</source>
      <translation>选择一个节点以查看其全部信息。</translation>
    </message>
    <message>
      <source>What is chosen in the graph</source>
      <translation>计算图中所选的内容</translation>
    </message>
  </context>
  <context>
    <name>OpsTab</name>
    <message>
      <source>Leave the selected ops so when the model is converted.</source>
      <translation>转换模型时让所选算子保持这种精度。</translation>
    </message>
    <message>
      <source>No ops are known of this model.</source>
      <translation>该模型的算子未知。</translation>
    </message>
    <message>
      <source>Ops of the graph</source>
      <translation>计算图的算子</translation>
    </message>
    <message>
      <source>Search ops, names, shapes, types</source>
      <translation>搜索算子、名称、形状、类型</translation>
    </message>
    <message>
      <source>Search the ops</source>
      <translation>搜索算子</translation>
    </message>
    <message>
      <source>Select an op to see all of it.</source>
      <translation>选择一个算子查看其全部信息。</translation>
    </message>
    <message>
      <source>Show only rows in which this text occurs.</source>
      <translation>仅显示包含此文本的行。</translation>
    </message>
    <message>
      <source>The chosen op</source>
      <translation>所选算子</translation>
    </message>
    <message>
      <source>{shown} of {total} ops</source>
      <translation>{shown} / {total} 个算子</translation>
    </message>
    <message>
      <source>{total} ops</source>
      <translation>{total} 个算子</translation>
    </message>
  </context>
  <context>
    <name>OverlayBar</name>
    <message>
      <source>Largest first</source>
      <translation>从大到小</translation>
    </message>
    <message>
      <source>List the ops with the largest values beside the graph.</source>
      <translation>在图旁列出数值最大的算子。</translation>
    </message>
    <message>
      <source>No overlay</source>
      <translation>无叠加</translation>
    </message>
    <message>
      <source>Nodes with a smaller share keep their usual look.</source>
      <translation>占比更小的节点保持原样。</translation>
    </message>
    <message>
      <source>Only nodes above</source>
      <translation>仅高于此值的节点</translation>
    </message>
    <message>
      <source>Overlay</source>
      <translation>叠加</translation>
    </message>
    <message>
      <source>Profile now</source>
      <translation>立即剖析</translation>
    </message>
    <message>
      <source>Run the file with the profiler on, in a process of its own.</source>
      <translation>在独立进程中开启剖析器运行该文件。</translation>
    </message>
    <message>
      <source>Second overlay</source>
      <translation>第二个叠加</translation>
    </message>
    <message>
      <source>What the color of each node's right half means.</source>
      <translation>每个节点右半边颜色的含义。</translation>
    </message>
    <message>
      <source>What the colors of the nodes mean.</source>
      <translation>节点颜色的含义。</translation>
    </message>
    <message>
      <source>all</source>
      <translation>全部</translation>
    </message>
    <message>
      <source>and</source>
      <translation>和</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>无</translation>
    </message>
    <message>
      <source>only above</source>
      <translation>仅高于</translation>
    </message>
  </context>
  <context>
    <name>OverlayControl</name>
    <message>
      <source>Node data (*.json)</source>
      <translation>节点数据 (*.json)</translation>
    </message>
    <message>
      <source>Save node data</source>
      <translation>保存节点数据</translation>
    </message>
    <message>
      <source>Save node data for Model Explorer…</source>
      <translation>为 Model Explorer 保存节点数据…</translation>
    </message>
    <message>
      <source>Write the first overlay as JSON that Google's Model Explorer reads.</source>
      <translation>将第一个叠加写为 Google Model Explorer 可读取的 JSON。</translation>
    </message>
  </context>
  <context>
    <name>OverlayData</name>
    <message>
      <source>just now</source>
      <translation>刚刚</translation>
    </message>
    <message>
      <source>ops explain {share} of a run</source>
      <translation>算子占一次运行的 {share}</translation>
    </message>
    <message>
      <source>runs: {count}</source>
      <translation>运行次数：{count}</translation>
    </message>
    <message>
      <source>{count} days ago</source>
      <translation>{count} 天前</translation>
    </message>
    <message>
      <source>{count} h ago</source>
      <translation>{count} 小时前</translation>
    </message>
    <message>
      <source>{count} min ago</source>
      <translation>{count} 分钟前</translation>
    </message>
    <message>
      <source>⚠ the machine was busy</source>
      <translation>⚠ 机器当时繁忙</translation>
    </message>
  </context>
  <context>
    <name>OverlayTop</name>
    <message>
      <source>Largest ops</source>
      <translation>最大的算子</translation>
    </message>
    <message>
      <source>{kind}, largest first: {shown} of {count} ops</source>
      <translation>{kind}，从大到小：{count} 个算子中的 {shown} 个</translation>
    </message>
  </context>
  <context>
    <name>OverviewPage</name>
    <message>
      <source>Allow its code…</source>
      <translation>允许其代码…</translation>
    </message>
    <message>
      <source>Choose its code…</source>
      <translation>选择它的代码…</translation>
    </message>
    <message>
      <source>Choose other shapes than those that were refused.</source>
      <translation>选择与被拒绝的形状不同的形状。</translation>
    </message>
    <message>
      <source>Choose the reader, the graph or the tensors that are meant.</source>
      <translation>选择要用的读取方式、图或张量。</translation>
    </message>
    <message>
      <source>Decide whether the code inside the model may run.</source>
      <translation>决定是否允许运行模型内的代码。</translation>
    </message>
    <message>
      <source>How it is opened…</source>
      <translation>打开方式…</translation>
    </message>
    <message>
      <source>Input shapes…</source>
      <translation>输入形状…</translation>
    </message>
    <message>
      <source>Its file is being read; the Jobs panel shows how far it is.</source>
      <translation>正在读取其文件；进度见“任务”面板。</translation>
    </message>
    <message>
      <source>Its variants are stale: open it again, then convert again.</source>
      <translation>其变体已过期：请重新打开，然后重新转换。</translation>
    </message>
    <message>
      <source>Locate…</source>
      <translation>定位…</translation>
    </message>
    <message>
      <source>Name the Python file that defines the classes of the model.</source>
      <translation>指定定义该模型各个类的 Python 文件。</translation>
    </message>
    <message>
      <source>No model selected</source>
      <translation>未选择模型</translation>
    </message>
    <message>
      <source>Open a model, or select one on the left.</source>
      <translation>打开一个模型，或在左侧选择一个。</translation>
    </message>
    <message>
      <source>Open again</source>
      <translation>重新打开</translation>
    </message>
    <message>
      <source>Opening {name}…</source>
      <translation>正在打开 {name}…</translation>
    </message>
    <message>
      <source>Open…</source>
      <translation>打开…</translation>
    </message>
    <message>
      <source>Overview</source>
      <translation>概览</translation>
    </message>
    <message>
      <source>Read the file anew.</source>
      <translation>重新读取文件。</translation>
    </message>
    <message>
      <source>Say where the model's file lies now.</source>
      <translation>指明模型文件现在的位置。</translation>
    </message>
    <message>
      <source>The file of {name} has changed since it was opened</source>
      <translation>{name} 的文件打开后已被更改</translation>
    </message>
    <message>
      <source>The file of {name} is not where it was</source>
      <translation>{name} 的文件不在原位置</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <source>{path} is gone; say where it lies now.</source>
      <translation>{path} 已不存在；请指明它现在的位置。</translation>
    </message>
  </context>
  <context>
    <name>ProfileChoice</name>
    <message>
      <source>A second variant: its ops are set beside the first one's.</source>
      <translation>第二个变体：其算子与第一个的并排列出。</translation>
    </message>
    <message>
      <source>Compared with</source>
      <translation>比较对象</translation>
    </message>
    <message>
      <source>Copy as TSV</source>
      <translation>复制为 TSV</translation>
    </message>
    <message>
      <source>Copy the table, to be pasted into a spreadsheet.</source>
      <translation>复制表格，以便粘贴到电子表格。</translation>
    </message>
    <message>
      <source>Export CSV…</source>
      <translation>导出 CSV…</translation>
    </message>
    <message>
      <source>Profile</source>
      <translation>剖析</translation>
    </message>
    <message>
      <source>Record what each op of these variants takes.</source>
      <translation>记录这些变体的每个算子耗时多少。</translation>
    </message>
    <message>
      <source>Variant</source>
      <translation>变体</translation>
    </message>
    <message>
      <source>Whose ops are shown.</source>
      <translation>显示哪个变体的算子。</translation>
    </message>
    <message>
      <source>Write the table as CSV, in full precision.</source>
      <translation>以完整精度将表格写为 CSV。</translation>
    </message>
    <message>
      <source>compared with</source>
      <translation>对比</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>无</translation>
    </message>
  </context>
  <context>
    <name>ProfilePage</name>
    <message>
      <source>A profile is being recorded</source>
      <translation>正在记录剖析数据</translation>
    </message>
    <message>
      <source>By kind of op</source>
      <translation>按算子种类</translation>
    </message>
    <message>
      <source>By kind, and why</source>
      <translation>按种类及原因</translation>
    </message>
    <message>
      <source>Difference by kind of op</source>
      <translation>按算子种类的差异</translation>
    </message>
    <message>
      <source>Export the profile</source>
      <translation>导出剖析结果</translation>
    </message>
    <message>
      <source>Nothing profiled yet</source>
      <translation>尚未剖析</translation>
    </message>
    <message>
      <source>Op by op</source>
      <translation>逐个算子</translation>
    </message>
    <message>
      <source>Profile</source>
      <translation>剖析</translation>
    </message>
    <message>
      <source>Table (*.csv)</source>
      <translation>表格 (*.csv)</translation>
    </message>
    <message>
      <source>The variant is run with the profiler on, in a process of its own.</source>
      <translation>变体在单独的进程中、开启剖析器运行。</translation>
    </message>
    <message>
      <source>Time by kind of op</source>
      <translation>按算子种类的耗时</translation>
    </message>
    <message>
      <source>Time of each op</source>
      <translation>每个算子的耗时</translation>
    </message>
    <message>
      <source>recorded one after the other: no verdict, measure for that</source>
      <translation>先后分别记录：不作结论，如需结论请测量</translation>
    </message>
    <message>
      <source>runs: {count}</source>
      <translation>运行次数：{count}</translation>
    </message>
    <message>
      <source>{name} has not been profiled yet</source>
      <translation>{name} 尚未剖析</translation>
    </message>
  </context>
  <context>
    <name>ReferenceChoice</name>
    <message>
      <source>Choose the model that {name} was made from, above.</source>
      <translation>请在上方选择 {name} 所来自的模型。</translation>
    </message>
    <message>
      <source>Open the float model that {name} was made from as well: each tensor is then compared with that model's.</source>
      <translation>请同时打开 {name} 所来自的浮点模型：之后每个张量会与该模型的张量进行比较。</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>参考</translation>
    </message>
    <message>
      <source>The opened model that this file was made from.</source>
      <translation>此文件所来自的已打开模型。</translation>
    </message>
    <message>
      <source>against</source>
      <translation>对照</translation>
    </message>
    <message>
      <source>choose…</source>
      <translation>选择…</translation>
    </message>
  </context>
  <context>
    <name>SearchBar</name>
    <message>
      <source>Enter goes to the next match, Shift+Enter to the one before.</source>
      <translation>按 Enter 转到下一个匹配项，按 Shift+Enter 转到上一个。</translation>
    </message>
    <message>
      <source>Next match (F3)</source>
      <translation>下一个匹配项（F3）</translation>
    </message>
    <message>
      <source>Previous match (Shift+F3)</source>
      <translation>上一个匹配项（Shift+F3）</translation>
    </message>
    <message>
      <source>Search op, name, shape, type</source>
      <translation>搜索算子、名称、形状、类型</translation>
    </message>
    <message>
      <source>Search the graph</source>
      <translation>搜索计算图</translation>
    </message>
    <message>
      <source>none found</source>
      <translation>未找到</translation>
    </message>
    <message>
      <source>{place} of {total}</source>
      <translation>第 {place} 个，共 {total} 个</translation>
    </message>
    <message>
      <source>{total} found</source>
      <translation>找到 {total} 个</translation>
    </message>
  </context>
  <context>
    <name>TensorErrors</name>
    <message>
      <source>Double-click or Return shows the op in the graph.</source>
      <translation>双击或按回车可在图中显示该运算。</translation>
    </message>
    <message>
      <source>Error of each tensor</source>
      <translation>每个张量的误差</translation>
    </message>
    <message>
      <source>No tensor is constant, more than 5 % of its range off, or more than 5 % cut off.</source>
      <translation>没有张量变为常量、偏差超过其范围的 5 % 或被截断超过 5 %。</translation>
    </message>
    <message>
      <source>Show in the graph</source>
      <translation>在图中显示</translation>
    </message>
  </context>
  <context>
    <name>TryPanel</name>
    <message>
      <source>Choose a picture</source>
      <translation>选择图片</translation>
    </message>
    <message>
      <source>Choose a text file with the class names, a line each.</source>
      <translation>选择包含类别名称的文本文件，每行一个。</translation>
    </message>
    <message>
      <source>Choose labels</source>
      <translation>选择标签</translation>
    </message>
    <message>
      <source>Choose the file with the class names</source>
      <translation>选择包含类别名称的文件</translation>
    </message>
    <message>
      <source>Input</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>Labels…</source>
      <translation>标签…</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>下一个</translation>
    </message>
    <message>
      <source>Pictures (*.png *.jpg *.jpeg *.bmp)</source>
      <translation>图片 (*.png *.jpg *.jpeg *.bmp)</translation>
    </message>
    <message>
      <source>Picture…</source>
      <translation>图片…</translation>
    </message>
    <message>
      <source>Right answer: {name}</source>
      <translation>正确答案：{name}</translation>
    </message>
    <message>
      <source>Run</source>
      <translation>运行</translation>
    </message>
    <message>
      <source>Run a picture; it is scaled to the model's input.</source>
      <translation>运行一张图片；会缩放到模型输入大小。</translation>
    </message>
    <message>
      <source>Run the next sample.</source>
      <translation>运行下一个样本。</translation>
    </message>
    <message>
      <source>Run this sample through the source and its variants.</source>
      <translation>用源模型及其变体运行此样本。</translation>
    </message>
    <message>
      <source>Running…</source>
      <translation>正在运行…</translation>
    </message>
    <message>
      <source>Sample</source>
      <translation>样本</translation>
    </message>
    <message>
      <source>Text (*.txt *.csv)</source>
      <translation>文本 (*.txt *.csv)</translation>
    </message>
    <message>
      <source>What goes into the model</source>
      <translation>模型的输入</translation>
    </message>
    <message>
      <source>Which sample of the data goes in.</source>
      <translation>输入数据中的哪个样本。</translation>
    </message>
    <message>
      <source>of no data: choose evaluation data in the Optimize panel</source>
      <translation>无数据：请在“优化”面板选择评估数据</translation>
    </message>
    <message>
      <source>of {name}</source>
      <translation>{name} 的</translation>
    </message>
  </context>
  <context>
    <name>WelcomePage</name>
    <message>
      <source>A small digits classifier with its data, to try everything at once.</source>
      <translation>一个小型数字分类器及其数据，可立即体验全部功能。</translation>
    </message>
    <message>
      <source>Choose a trained model's file.</source>
      <translation>选择训练好的模型文件。</translation>
    </message>
    <message>
      <source>Choose the folder that holds saved_model.pb.</source>
      <translation>选择包含 saved_model.pb 的文件夹。</translation>
    </message>
    <message>
      <source>Make a trained network run well, and know that it does</source>
      <translation>让训练好的网络跑得好，并且确知如此</translation>
    </message>
    <message>
      <source>Open a SavedModel folder…</source>
      <translation>打开 SavedModel 文件夹…</translation>
    </message>
    <message>
      <source>Open a model…</source>
      <translation>打开模型…</translation>
    </message>
    <message>
      <source>Open the sample</source>
      <translation>打开示例</translation>
    </message>
    <message>
      <source>Open → see → optimize → convert → check → measure → compare</source>
      <translation>打开 → 查看 → 优化 → 转换 → 检查 → 测量 → 比较</translation>
    </message>
    <message>
      <source>Opens {formats}. Or drop a file or folder anywhere in this window.</source>
      <translation>可打开 {formats}。也可将文件或文件夹拖放到窗口任意位置。</translation>
    </message>
    <message>
      <source>Recently opened</source>
      <translation>最近打开</translation>
    </message>
    <message>
      <source>{path} is gone</source>
      <translation>{path} 已不存在</translation>
    </message>
  </context>
  <context>
    <name>_Busy</name>
    <message>
      <source>Opening in Netron</source>
      <translation>正在用 Netron 打开</translation>
    </message>
    <message>
      <source>Opening {name} in Netron…</source>
      <translation>正在用 Netron 打开 {name}…</translation>
    </message>
    <message>
      <source>{count} nodes: all of them are laid out first.</source>
      <translation>{count} 个节点：先要全部排布。</translation>
    </message>
  </context>
  <context>
    <name>core</name>
    <message>
      <source>--fail-if needs verdicts, and a single file on a single target is given none</source>
      <translation>--fail-if 需要结论，而单个文件在单个目标上没有结论</translation>
    </message>
    <message>
      <source>--fail-if needs verdicts, and there are none where the rate of a server is searched</source>
      <translation>--fail-if 需要结论，而搜索服务器速率时没有结论</translation>
    </message>
    <message>
      <source>--node-data writes the values of an overlay, and none was chosen</source>
      <translation>--node-data 写出叠加的数值，而未选择叠加</translation>
    </message>
    <message>
      <source>1 step</source>
      <translation>1 个步长</translation>
    </message>
    <message>
      <source>1 thread</source>
      <translation>1 个线程</translation>
    </message>
    <message>
      <source>16-bit</source>
      <translation>16 位</translation>
    </message>
    <message>
      <source>16-bit activations are not possible for this model: {reason}</source>
      <translation>此模型无法使用 16 位激活：{reason}</translation>
    </message>
    <message>
      <source>16-bit activations are not possible for this model: “{op}” is refused</source>
      <translation>此模型无法使用 16 位激活：“{op}”被拒绝</translation>
    </message>
    <message>
      <source>8-bit</source>
      <translation>8 位</translation>
    </message>
    <message>
      <source>A .pt2 by PyTorch itself on the CPU, op by op (eager), without gradients.</source>
      <translation>由 PyTorch 自身在 CPU 上逐算子运行 .pt2（eager 模式，不计算梯度）。</translation>
    </message>
    <message>
      <source>A CUDA device and its driver are needed, and Studio's extra “gpu”.</source>
      <translation>需要 CUDA 设备及其驱动程序，以及 Studio 的附加组件“gpu”。</translation>
    </message>
    <message>
      <source>A Keras model's nodes are layers, of which only a .tflite made from them keeps the names. Compare either file with the .tflite.</source>
      <translation>Keras 模型的节点是层，只有由它转换得到的 .tflite 才保留层名。请将两个文件分别与该 .tflite 比较。</translation>
    </message>
    <message>
      <source>A batch of 1 is what devices run; others can be chosen as a shape.</source>
      <translation>设备上运行的批大小是 1；其他大小可以作为形状来指定。</translation>
    </message>
    <message>
      <source>A conversion that takes more memory is ended. 0 = 80 % of this machine's memory.</source>
      <translation>转换占用内存超过此值即被终止。0 = 本机内存的 80 %。</translation>
    </message>
    <message>
      <source>A crash that comes and goes cannot be cut down, so no part was saved. The log of the job that died has what it said last ({by:report}).</source>
      <translation>时有时无的崩溃无法缩减，因此没有保存任何部分。崩溃任务的日志里有它最后的输出（{by:report}）。</translation>
    </message>
    <message>
      <source>A crash that comes and goes cannot be cut down. Run it again; the log of the job that died has what it said last ({by:report}).</source>
      <translation>时有时无的崩溃无法缩减。请再运行一次；崩溃任务的日志里有它最后的输出（{by:report}）。</translation>
    </message>
    <message>
      <source>A file is measured against itself: name one file and one target</source>
      <translation>一个文件与它自身比较：请只给出一个文件和一个目标</translation>
    </message>
    <message>
      <source>A file whose inputs and outputs are not those of its source was not kept: it could not be compared.</source>
      <translation>输入和输出与其来源不一致的文件没有保留：它无法用来比较。</translation>
    </message>
    <message>
      <source>A file whose inputs and outputs are not those of its source was not kept: it could not be compared. Export the model with fixed shapes and without scalar inputs.</source>
      <translation>输入和输出与源模型不同的文件没有保留：它无法比较。请以固定形状、不含标量输入的方式重新导出模型。</translation>
    </message>
    <message>
      <source>A file with them could not be run by LiteRT here or on a device.</source>
      <translation>含有它们的文件，LiteRT 在本机和设备上都无法运行。</translation>
    </message>
    <message>
      <source>A job that has used no processor time for so long is taken for hanging and ended.</source>
      <translation>任务这么久没有占用处理器时间，即视为卡住并被终止。</translation>
    </message>
    <message>
      <source>A job that took longer than this says so when it ends while you are elsewhere.</source>
      <translation>耗时超过此值的任务结束时，若你不在此窗口会收到通知。</translation>
    </message>
    <message>
      <source>A library stopped on an internal check; the details show its last words. Another optimization or route may avoid it.</source>
      <translation>某个库因内部检查而停止；详情中有其最后的输出。换一种优化或路线或许可避免。</translation>
    </message>
    <message>
      <source>A line of {path} is longer than 16 MB (behind line {line})</source>
      <translation>{path} 中有一行超过 16 MB（在第 {line} 行之后）</translation>
    </message>
    <message>
      <source>A measurement in {path} could not be understood</source>
      <translation>无法理解 {path} 中的一次测量</translation>
    </message>
    <message>
      <source>A measuring process died again and again without a file to blame: {what}</source>
      <translation>测量进程反复终止，却找不到出错的文件：{what}</translation>
    </message>
    <message>
      <source>A model whose control flow changes with its state cannot be profiled op by op.</source>
      <translation>控制流随状态变化的模型无法逐个算子剖析。</translation>
    </message>
    <message>
      <source>A part of the measurement was cut short: {what}</source>
      <translation>测量的一部分被中断：{what}</translation>
    </message>
    <message>
      <source>A part of {crop} cannot be cut out of pictures of {size}</source>
      <translation>无法从 {size} 的图片中裁出 {crop} 的部分</translation>
    </message>
    <message>
      <source>A profile of single ops is not available on {target}</source>
      <translation>{target} 上无法剖析单个算子</translation>
    </message>
    <message>
      <source>A profile records what each of its ops takes, and where it runs.</source>
      <translation>剖析会记录其每个算子的耗时以及在何处运行。</translation>
    </message>
    <message>
      <source>A run takes {run_ms} ms, and each rate tried needs {least} queries: measure for {needed} s.</source>
      <translation>一次运行需 {run_ms} 毫秒，而每个尝试的速率需要 {least} 个查询：请测量 {needed} 秒。</translation>
    </message>
    <message>
      <source>A server's latency holds the wait for the queries before, which is no CPU time.</source>
      <translation>服务器场景的延迟包含等待前面查询的时间，而那不是 CPU 时间。</translation>
    </message>
    <message>
      <source>A single one takes too little time to be timed alone.</source>
      <translation>单次运行时间太短，无法单独计时。</translation>
    </message>
    <message>
      <source>A source model is not profiled op by op</source>
      <translation>源模型不会逐算子剖析</translation>
    </message>
    <message>
      <source>Accuracy cannot be told without labelled data</source>
      <translation>没有带标签的数据无法得知准确率</translation>
    </message>
    <message>
      <source>Activation size</source>
      <translation>激活大小</translation>
    </message>
    <message>
      <source>Activations quantized while running</source>
      <translation>运行时量化的激活</translation>
    </message>
    <message>
      <source>Add --against with the model that the file was made from.</source>
      <translation>请用 --against 指定生成该文件的模型。</translation>
    </message>
    <message>
      <source>Add --overlay, e.g. --overlay macs.</source>
      <translation>请添加 --overlay，例如 --overlay macs。</translation>
    </message>
    <message>
      <source>Against the source</source>
      <translation>与源模型相比</translation>
    </message>
    <message>
      <source>Agreement needs a classifier and inputs for which its answers differ, accuracy labelled evaluation data, rmse finite outputs. Choose another goal, or other data.</source>
      <translation>一致率需要分类模型以及能得到不同结果的输入，准确率需要带标签的评估数据，rmse 需要有限的输出。请选择其他目标或其他数据。</translation>
    </message>
    <message>
      <source>All ops of the kind</source>
      <translation>该类型的所有算子</translation>
    </message>
    <message>
      <source>All ranges settled: {enough} of {samples} samples would have been enough</source>
      <translation>所有范围都已稳定：{samples} 个样本中 {enough} 个就已足够</translation>
    </message>
    <message>
      <source>All samples are there; the streams share them out. Throughput counts.</source>
      <translation>所有样本都已就绪，由各流分摊。看吞吐量。</translation>
    </message>
    <message>
      <source>All values of the data are the same</source>
      <translation>数据中的所有值都相同</translation>
    </message>
    <message>
      <source>All {count} samples are the same one</source>
      <translation>全部 {count} 个样本是同一个样本</translation>
    </message>
    <message>
      <source>All {count} samples of “{name}” are one whole number each, as labels are</source>
      <translation>“{name}”的全部 {count} 个样本各自只是一个整数，像标签一样</translation>
    </message>
    <message>
      <source>All {count} ways of running the file agree: no two differ by more than {tolerance}</source>
      <translation>运行该文件的全部 {count} 种方式一致:任意两种相差不超过 {tolerance}</translation>
    </message>
    <message>
      <source>Allow TensorFlow ops</source>
      <translation>允许 TensorFlow 算子</translation>
    </message>
    <message>
      <source>Allow its code…</source>
      <translation>允许其代码…</translation>
    </message>
    <message>
      <source>Allowed: {allowed}.</source>
      <translation>允许：{allowed}。</translation>
    </message>
    <message>
      <source>An ONNX file by ONNX Runtime's CPU provider.</source>
      <translation>用 ONNX Runtime 的 CPU 提供程序运行 ONNX 文件。</translation>
    </message>
    <message>
      <source>An entry of the per-op precision changed nothing</source>
      <translation>逐算子精度中有一条没有改变任何东西</translation>
    </message>
    <message>
      <source>An entry of the per-op precision matched no op</source>
      <translation>逐算子精度中有一条没有匹配到算子</translation>
    </message>
    <message>
      <source>An op of the model does not take these input shapes: {shapes}</source>
      <translation>模型中有算子不接受这些输入形状：{shapes}</translation>
    </message>
    <message>
      <source>Another file may have broken that process. Check again; measure before you ship it.</source>
      <translation>可能是另一个文件破坏了那个进程。请重新检查；发布前请测量。</translation>
    </message>
    <message>
      <source>As output choose a tensor that an op computes behind the inputs.</source>
      <translation>请选择由输入之后的算子算出的张量作为输出。</translation>
    </message>
    <message>
      <source>At {rate} queries a second, {given} s are too short for {least} of them</source>
      <translation>每秒 {rate} 个查询时，{given} 秒不足以得到 {least} 个查询</translation>
    </message>
    <message>
      <source>Batch size</source>
      <translation>批大小</translation>
    </message>
    <message>
      <source>Before each run a sample of the given data is pre-processed as declared (without data: random 8-bit values are scaled), converted to the input's dtype and copied in: not at all, in the same thread, or by another thread while the run before is under way.</source>
      <translation>每次运行前，把所给数据的一个样本按声明预处理（没有数据时：缩放随机 8 位数值），转换为输入的 dtype 并复制进去：完全不做、在同一线程中做，或在前一次运行期间由另一线程做。</translation>
    </message>
    <message>
      <source>Beside files that the compiled model ran, part of the difference is the runtime's.</source>
      <translation>与由编译模型运行的文件相比，部分差异来自运行时。</translation>
    </message>
    <message>
      <source>Beside the one given, sample by sample: now right {new}, now wrong {old} (McNemar p {p}; too small where ops were chosen by these samples).</source>
      <translation>与给定的逐样本相比：由错变对 {new} 个，由对变错 {old} 个（McNemar p {p}；算子依据这些样本选出，故 p 偏小）。</translation>
    </message>
    <message>
      <source>Both are too large to compare all.</source>
      <translation>两者都太大，无法全部比较。</translation>
    </message>
    <message>
      <source>Bound of p99</source>
      <translation>p99 上限</translation>
    </message>
    <message>
      <source>Build the model with the policy float32, load its weights, and save it again.</source>
      <translation>用 float32 策略构建模型，载入权重，再重新保存。</translation>
    </message>
    <message>
      <source>Build the recurrent layers with unroll=True, load the weights, and save it again.</source>
      <translation>以 unroll=True 构建循环层，载入权重后重新保存。</translation>
    </message>
    <message>
      <source>Busy with other programs (%)</source>
      <translation>其他程序占用（%）</translation>
    </message>
    <message>
      <source>By {clock}, {quadruples} quadruples.</source>
      <translation>依据{clock}，{quadruples} 个四元组。</translation>
    </message>
    <message>
      <source>By {clock}, {quadruples} quadruples. Measuring for about {extra} longer would probably tell.</source>
      <translation>依据{clock}，{quadruples} 个四元组。再测量约 {extra}，很可能就能分辨。</translation>
    </message>
    <message>
      <source>By {clock}: half the width of the 95 % interval of {file} against itself.</source>
      <translation>依据{clock}：{file} 与自身比较所得 95 % 区间宽度的一半。</translation>
    </message>
    <message>
      <source>By {difference}, fed the same; {beyond} of {compared} ops are beyond the tolerance. Its output is “{name}”.</source>
      <translation>输入相同时相差 {difference};{compared} 个算子中有 {beyond} 个超出容差。它的输出是“{name}”。</translation>
    </message>
    <message>
      <source>Bytes of each op's outputs.</source>
      <translation>每个算子输出的字节数。</translation>
    </message>
    <message>
      <source>CPU</source>
      <translation>CPU</translation>
    </message>
    <message>
      <source>CPU time</source>
      <translation>CPU 时间</translation>
    </message>
    <message>
      <source>CPU time decided</source>
      <translation>由 CPU 时间判定</translation>
    </message>
    <message>
      <source>CPU time says nothing of what another device computes.</source>
      <translation>CPU 时间不能说明其他设备的计算。</translation>
    </message>
    <message>
      <source>Cache limit</source>
      <translation>缓存上限</translation>
    </message>
    <message>
      <source>Calibrate with at least 100 different samples.</source>
      <translation>请用至少 100 个不同的样本校准。</translation>
    </message>
    <message>
      <source>Calibrate with data that span all that the model will see. Output: “{name}”.</source>
      <translation>请用覆盖模型全部输入情况的数据进行校准。输出：“{name}”。</translation>
    </message>
    <message>
      <source>Calibrate with more samples, or with more different ones.</source>
      <translation>请用更多样本，或更不同的样本校准。</translation>
    </message>
    <message>
      <source>Calibrate with samples that are as different as those.</source>
      <translation>请用与那些样本同样多样的样本校准。</translation>
    </message>
    <message>
      <source>Calibration samples</source>
      <translation>校准样本数</translation>
    </message>
    <message>
      <source>Call it once on data before saving, or export it as a SavedModel with a signature.</source>
      <translation>保存前先用数据调用一次，或导出为带签名的 SavedModel。</translation>
    </message>
    <message>
      <source>Call model.eval() before torch.export.export, and save it again.</source>
      <translation>请在 torch.export.export 之前调用 model.eval()，然后重新保存。</translation>
    </message>
    <message>
      <source>Call model.float() before torch.export.export, and save it again.</source>
      <translation>请在 torch.export.export 之前调用 model.float()，然后重新保存。</translation>
    </message>
    <message>
      <source>Cannot tell whether {arm} kept its pace: {ratio}x in the last third of the time, 95 % {low} to {high}</source>
      <translation>无法判断 {arm} 是否保持速度：最后三分之一时间为 {ratio} 倍，95 % 区间 {low} 到 {high}</translation>
    </message>
    <message>
      <source>Cannot tell whether {candidate} is faster or slower than {baseline}: {ratio}x, 95 % {low} to {high}</source>
      <translation>无法判断 {candidate} 比 {baseline} 快还是慢：{ratio} 倍，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>Cannot tell {candidate} from {baseline}: too little was measured</source>
      <translation>无法区分 {candidate} 与 {baseline}：测量得太少</translation>
    </message>
    <message>
      <source>Cannot tell {candidate} from {baseline}: {ratio}x in too few processes</source>
      <translation>无法区分 {candidate} 与 {baseline}：{ratio} 倍，但进程太少</translation>
    </message>
    <message>
      <source>Check again</source>
      <translation>重新检查</translation>
    </message>
    <message>
      <source>Check its permissions and the free space on its disk, or choose another folder.</source>
      <translation>请检查其权限和磁盘剩余空间，或选择其他文件夹。</translation>
    </message>
    <message>
      <source>Check that Studio's installation is complete: {by:check-system} tells.</source>
      <translation>请检查 Studio 安装是否完整：可用 {by:check-system}。</translation>
    </message>
    <message>
      <source>Check that it may be written to, or choose another data folder in the settings.</source>
      <translation>请检查是否可写，或在设置中选择其他数据文件夹。</translation>
    </message>
    <message>
      <source>Check that the disk is there and the folder may be written to.</source>
      <translation>请检查磁盘是否存在、文件夹是否可写。</translation>
    </message>
    <message>
      <source>Check that the input shape and the data are what the model was made for.</source>
      <translation>请检查输入形状和数据是否与模型相符。</translation>
    </message>
    <message>
      <source>Check that this is a table of numbers, one sample a line.</source>
      <translation>请确认这是数字表，每行一个样本。</translation>
    </message>
    <message>
      <source>Check that you may read it and that the disk is there.</source>
      <translation>请检查是否有读取权限、磁盘是否存在。</translation>
    </message>
    <message>
      <source>Check the calibration data and how they are preprocessed ({by:data-doctor}).</source>
      <translation>检查校准数据及其预处理方式（{by:data-doctor}）。</translation>
    </message>
    <message>
      <source>Check the folder's permissions and the free space on its disk.</source>
      <translation>请检查文件夹权限和磁盘剩余空间。</translation>
    </message>
    <message>
      <source>Check the free space and the permissions of that folder.</source>
      <translation>请检查该文件夹的剩余空间和权限。</translation>
    </message>
    <message>
      <source>Check the free space of the disk and that the folder may be written to.</source>
      <translation>请检查磁盘剩余空间以及文件夹是否可写。</translation>
    </message>
    <message>
      <source>Check the network and the free space on the disk, then try again.</source>
      <translation>请检查网络和磁盘剩余空间，然后重试。</translation>
    </message>
    <message>
      <source>Check with data of several classes, scaled as the model expects them.</source>
      <translation>请用包含多个类别、并按模型要求缩放的数据检查。</translation>
    </message>
    <message>
      <source>Choose a PNG, JPEG or BMP file.</source>
      <translation>请选择 PNG、JPEG 或 BMP 文件。</translation>
    </message>
    <message>
      <source>Choose a part of them.</source>
      <translation>请选择其中一部分。</translation>
    </message>
    <message>
      <source>Choose a recipe that quantizes activations, such as int8.</source>
      <translation>请选择会量化激活值的配方，例如 int8。</translation>
    </message>
    <message>
      <source>Choose a smaller block, or one scale for each channel.</source>
      <translation>请选择更小的块，或每通道一个缩放系数。</translation>
    </message>
    <message>
      <source>Choose another folder; check its permissions and free space.</source>
      <translation>请选择其他文件夹；检查其权限和剩余空间。</translation>
    </message>
    <message>
      <source>Choose another name for the artifact: the source is never overwritten.</source>
      <translation>请为产物另取名称：源文件绝不会被覆盖。</translation>
    </message>
    <message>
      <source>Choose another name for what is written.</source>
      <translation>请为要写入的文件另选名称。</translation>
    </message>
    <message>
      <source>Choose another name, or agree that it is replaced ({by:overwrite}).</source>
      <translation>请另取名称，或同意替换它（{by:overwrite}）。</translation>
    </message>
    <message>
      <source>Choose another one near by: its name must say which it is.</source>
      <translation>请选择附近的另一个张量：名称必须唯一。</translation>
    </message>
    <message>
      <source>Choose another optimization, or install what is missing.</source>
      <translation>请选择其他优化，或安装缺少的内容。</translation>
    </message>
    <message>
      <source>Choose another optimization, or save a report with the log's details.</source>
      <translation>请选择其他优化，或保存含日志详情的报告。</translation>
    </message>
    <message>
      <source>Choose another rounding: min-max, OCTAV or MSE.</source>
      <translation>请选择其他舍入方式：min-max、OCTAV 或 MSE。</translation>
    </message>
    <message>
      <source>Choose another sample.</source>
      <translation>请选择其他样本。</translation>
    </message>
    <message>
      <source>Choose evaluation data with labels ({by:evaluation}), or another goal.</source>
      <translation>请选择带标签的评估数据（{by:evaluation}）或其他目标。</translation>
    </message>
    <message>
      <source>Choose its code…</source>
      <translation>选择它的代码…</translation>
    </message>
    <message>
      <source>Choose min-max or OCTAV beside blocks, or one scale for each channel beside MSE.</source>
      <translation>分块时请选择最小–最大或 OCTAV；使用 MSE 时请为每个通道取一个缩放系数。</translation>
    </message>
    <message>
      <source>Choose one of: {known}.</source>
      <translation>请从中选择：{known}。</translation>
    </message>
    <message>
      <source>Choose one of: {known}; what runs here is told by {by:check-targets}.</source>
      <translation>请选择其一：{known}；此处可运行的目标见 {by:check-targets}。</translation>
    </message>
    <message>
      <source>Choose one scale for each channel: no smaller block fits either.</source>
      <translation>请选择每个通道一个缩放系数：更小的块也不合适。</translation>
    </message>
    <message>
      <source>Choose others: larger ones, in most cases ({by:shapes}).</source>
      <translation>请选择其他形状，多数情况下应更大（{by:shapes}）。</translation>
    </message>
    <message>
      <source>Choose outputs before them, or name tensors behind them as inputs.</source>
      <translation>请选择它们之前的输出，或把它们之后的张量作为输入。</translation>
    </message>
    <message>
      <source>Choose the data file or folder again.</source>
      <translation>请重新选择数据文件或文件夹。</translation>
    </message>
    <message>
      <source>Choose the folder that holds saved_model.pb, or, of several checkpoints, the one that is meant (NAME.meta).</source>
      <translation>请选择包含 saved_model.pb 的文件夹；若有多个检查点，请选择所指的那一个（NAME.meta）。</translation>
    </message>
    <message>
      <source>Choose the name of a file.</source>
      <translation>请选择文件名。</translation>
    </message>
    <message>
      <source>Choose those of one task: each says what the labels mean.</source>
      <translation>请选择同一任务的指标:每个指标都说明标签的含义。</translation>
    </message>
    <message>
      <source>Clean the data: such values make every result meaningless.</source>
      <translation>请清理数据：这样的值会使所有结果失去意义。</translation>
    </message>
    <message>
      <source>Clock</source>
      <translation>时钟频率</translation>
    </message>
    <message>
      <source>Clock (MHz)</source>
      <translation>时钟频率（MHz）</translation>
    </message>
    <message>
      <source>Close other programs, use fewer or smaller samples, or a machine with more memory.</source>
      <translation>请关闭其他程序、减少或缩小样本，或换内存更大的机器。</translation>
    </message>
    <message>
      <source>Compare all</source>
      <translation>全部比较</translation>
    </message>
    <message>
      <source>Compile the function with XLA before it is run.</source>
      <translation>运行前用 XLA 编译该函数。</translation>
    </message>
    <message>
      <source>Conversions between float and integer</source>
      <translation>浮点与整数之间的转换</translation>
    </message>
    <message>
      <source>Convert again with the slow route.</source>
      <translation>请用慢速路线重新转换。</translation>
    </message>
    <message>
      <source>Convert and warn</source>
      <translation>转换并警告</translation>
    </message>
    <message>
      <source>Convert from the Keras file or SavedModel that it was made from, if there is one.</source>
      <translation>如果有的话，请从生成它的 Keras 文件或 SavedModel 转换。</translation>
    </message>
    <message>
      <source>Convert it and look at the variant: a .tflite file says what each op computes in.</source>
      <translation>请将其转换并查看所得变体：.tflite 文件会说明每个算子以何种类型计算。</translation>
    </message>
    <message>
      <source>Convert it and look at the variant: that runs in LiteRT, which keeps records.</source>
      <translation>请将其转换并查看所得变体：变体在会保留记录的 LiteRT 中运行。</translation>
    </message>
    <message>
      <source>Convert it and look at the variant: the weights of a .tflite file are.</source>
      <translation>请将其转换并查看所得变体：.tflite 文件的权重可以查看。</translation>
    </message>
    <message>
      <source>Convert it first, then profile what comes out.</source>
      <translation>请先转换，再剖析得到的文件。</translation>
    </message>
    <message>
      <source>Convert it without Select TF ops, or change the model so that it does not use them.</source>
      <translation>请不用 Select TF ops 转换，或修改模型以避免使用它们。</translation>
    </message>
    <message>
      <source>Convert the model again, or locate the file.</source>
      <translation>请重新转换模型，或定位该文件。</translation>
    </message>
    <message>
      <source>Convert the model again.</source>
      <translation>请重新转换模型。</translation>
    </message>
    <message>
      <source>Convert with a signature to have the names kept.</source>
      <translation>带签名转换可保留名称。</translation>
    </message>
    <message>
      <source>Converting</source>
      <translation>转换</translation>
    </message>
    <message>
      <source>Converting {path} needs onnx2tf, which is not installed</source>
      <translation>转换 {path} 需要 onnx2tf，但它没有安装</translation>
    </message>
    <message>
      <source>Cores (allowed)</source>
      <translation>允许使用的核心</translation>
    </message>
    <message>
      <source>Cores taken away</source>
      <translation>核心被收回</translation>
    </message>
    <message>
      <source>Cosine with the source</source>
      <translation>与源模型的余弦相似度</translation>
    </message>
    <message>
      <source>Crop less, or resize to more before.</source>
      <translation>请裁得小一些，或先缩放到更大。</translation>
    </message>
    <message>
      <source>Custom ops: {ops}</source>
      <translation>自定义算子：{ops}</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <source>Data doctor</source>
      <translation>数据医生</translation>
    </message>
    <message>
      <source>Data folder</source>
      <translation>数据文件夹</translation>
    </message>
    <message>
      <source>Declare a length that all are cut or filled to, e.g. frames=16000.</source>
      <translation>请声明统一的长度（截断或补足），例如 frames=16000。</translation>
    </message>
    <message>
      <source>Declare a size that all are resized to, e.g. resize=224x224.</source>
      <translation>请声明统一缩放到的尺寸，例如 resize=224x224。</translation>
    </message>
    <message>
      <source>Declare channels=swapped where the pictures are stored the other way round.</source>
      <translation>若图片以相反顺序存储，请声明 channels=swapped。</translation>
    </message>
    <message>
      <source>Declare the preprocessing of the data set to have it applied.</source>
      <translation>声明数据集的预处理即可应用。</translation>
    </message>
    <message>
      <source>Declare the scale, mean and deviation that the model was trained with.</source>
      <translation>请声明模型训练时所用的缩放、均值和标准差。</translation>
    </message>
    <message>
      <source>Diagnose</source>
      <translation>诊断</translation>
    </message>
    <message>
      <source>Difference</source>
      <translation>差异</translation>
    </message>
    <message>
      <source>Differences in latency up to this do not matter: such variants are equivalent.</source>
      <translation>不超过此值的延迟差别无关紧要：这样的变体视为等同。</translation>
    </message>
    <message>
      <source>Different ops ran from one run to the next</source>
      <translation>各次运行执行的算子不同</translation>
    </message>
    <message>
      <source>Dimensions that the file leaves open were measured as 1</source>
      <translation>文件中未固定的维度按 1 测量</translation>
    </message>
    <message>
      <source>Do not convert</source>
      <translation>不转换</translation>
    </message>
    <message>
      <source>Doubtful data</source>
      <translation>可疑数据</translation>
    </message>
    <message>
      <source>Dynamic dimensions count as 1 here; the details have TensorFlow's own words.</source>
      <translation>这里动态维度按 1 计算；详细信息中有 TensorFlow 的原话。</translation>
    </message>
    <message>
      <source>Dynamic range (int8 weights)</source>
      <translation>动态范围（int8 权重）</translation>
    </message>
    <message>
      <source>Dynamic range with int4 weights; in fully connected ops the rounding error of a weight is made up for in the others, as calibration data show it (GPTQ, Frantar et al., 2022).</source>
      <translation>int4 权重的动态范围量化；在全连接算子中，一个权重的舍入误差根据校准数据由其他权重补偿（GPTQ，Frantar 等，2022）。</translation>
    </message>
    <message>
      <source>Dynamic range, int4 weights</source>
      <translation>动态范围，int4 权重</translation>
    </message>
    <message>
      <source>Dynamic range: weights in int8, ranges of activations taken while running.</source>
      <translation>动态范围：权重为 int8，激活值的范围在运行时取得。</translation>
    </message>
    <message>
      <source>Each file needs so many in each process, for a 99th percentile at all: measure for {needed} s, in fewer processes, or at a higher rate.</source>
      <translation>每个文件在每个进程中都需要这么多查询，才谈得上第 99 百分位数：请测量 {needed} 秒、减少进程数，或提高速率。</translation>
    </message>
    <message>
      <source>Each line holds a number in every column; the first may hold their names.</source>
      <translation>每行每列都是一个数字；第一行可以是列名。</translation>
    </message>
    <message>
      <source>Each query is one sample for every stream, all run at once; it ends with its last sample.</source>
      <translation>每次查询为每个流各一个样本，同时运行；最后一个样本完成才算结束。</translation>
    </message>
    <message>
      <source>Each sample is the mean of {count} runs</source>
      <translation>每个样本是 {count} 次运行的平均值</translation>
    </message>
    <message>
      <source>Elements of the weights that an op uses, also through DEQUANTIZE; those that several ops use count at the first of them.</source>
      <translation>算子所用权重的元素数，经过 DEQUANTIZE 的也算；多个算子共用的权重计入其中第一个。</translation>
    </message>
    <message>
      <source>Empty pictures and silence measure no range: leave them out.</source>
      <translation>空白图片和静音测不出范围：请去掉它们。</translation>
    </message>
    <message>
      <source>End them and measure again.</source>
      <translation>请结束它们后重新测量。</translation>
    </message>
    <message>
      <source>Errors are shown on the ops of a .tflite file.</source>
      <translation>误差显示在 .tflite 文件的算子上。</translation>
    </message>
    <message>
      <source>Errors are those against another model, and none was named</source>
      <translation>误差是相对于另一个模型的，但没有指定该模型</translation>
    </message>
    <message>
      <source>Evaluate on labelled data to see what that costs.</source>
      <translation>请在带标签数据上评估其代价。</translation>
    </message>
    <message>
      <source>Evaluate on labelled data, or use more calibration data.</source>
      <translation>请在带标签数据上评估，或使用更多校准数据。</translation>
    </message>
    <message>
      <source>Evaluation data…</source>
      <translation>评估数据…</translation>
    </message>
    <message>
      <source>Every input needs one entry for each sample.</source>
      <translation>每个输入都要为每个样本提供一项。</translation>
    </message>
    <message>
      <source>Every op that adds an error by itself was kept, and it did not do; nothing was written. Closest: ops {ops}. Calibrate with other data, or lower the goal.</source>
      <translation>所有自身会带来误差的算子都已保留，仍未达到；未写入任何文件。最接近的：算子 {ops}。请使用其他校准数据，或降低目标。</translation>
    </message>
    <message>
      <source>Every output is the same for all inputs: this agreement shows nothing</source>
      <translation>每个输出对所有输入都相同:这种一致说明不了任何问题</translation>
    </message>
    <message>
      <source>Every sample needs one label.</source>
      <translation>每个样本都需要一个标签。</translation>
    </message>
    <message>
      <source>Every way to 8- and 4-bit weights without data: take the least that is right.</source>
      <translation>无需数据得到 8 位和 4 位权重的各种方式：选取其中正确且最小的。</translation>
    </message>
    <message>
      <source>Expected: {expected}.</source>
      <translation>应为：{expected}。</translation>
    </message>
    <message>
      <source>Export a module that takes and returns tensors.</source>
      <translation>请导出一个以张量为输入和输出的模块。</translation>
    </message>
    <message>
      <source>Export or download it again; compare its size with the original.</source>
      <translation>请重新导出或下载；并与原文件比较大小。</translation>
    </message>
    <message>
      <source>Export the model anew with a fixed input shape and opset 17, or simplify it.</source>
      <translation>以固定的输入形状和 opset 17 重新导出模型，或将其简化。</translation>
    </message>
    <message>
      <source>Export the model with a shape for each input.</source>
      <translation>导出模型时请为每个输入指定形状。</translation>
    </message>
    <message>
      <source>Export the model with tensors as inputs and outputs.</source>
      <translation>导出模型时请使用张量作为输入和输出。</translation>
    </message>
    <message>
      <source>Feed the values as they are stored: this model scales them itself.</source>
      <translation>请按存储的值输入：此模型会自己缩放。</translation>
    </message>
    <message>
      <source>Fix it ({by:shapes}), or give data that has the shape.</source>
      <translation>请固定它（{by:shapes}），或提供具有该形状的数据。</translation>
    </message>
    <message>
      <source>Fix the batch</source>
      <translation>固定批大小</translation>
    </message>
    <message>
      <source>Fix the batch ({by:batch}): recurrent layers need a known one.</source>
      <translation>固定批大小（{by:batch}）：循环层需要已知的批大小。</translation>
    </message>
    <message>
      <source>Fix the shape to know the cost, and because some runtimes and devices demand it.</source>
      <translation>固定形状才能得知开销，且某些运行时和设备要求如此。</translation>
    </message>
    <message>
      <source>Fix the shapes of its inputs ({by:shapes}), which its graph needs.</source>
      <translation>请固定其输入的形状（{by:shapes}），它的图需要这些形状。</translation>
    </message>
    <message>
      <source>Fix the shapes of the inputs ({by:shapes}).</source>
      <translation>固定输入的形状（{by:shapes}）。</translation>
    </message>
    <message>
      <source>Fix them, e.g. {example}.</source>
      <translation>请固定它们，例如 {example}。</translation>
    </message>
    <message>
      <source>Flipped samples</source>
      <translation>翻转的样本</translation>
    </message>
    <message>
      <source>For a short time in fresh processes, or sustained: minutes in one process without a pause.</source>
      <translation>在全新进程中短时测量，或持续测量：在一个进程中不间断地运行数分钟。</translation>
    </message>
    <message>
      <source>Free some and try again; {by:check-system} names the folders that Studio uses.</source>
      <translation>请释放一些空间后重试；{by:check-system} 会列出 Studio 使用的文件夹。</translation>
    </message>
    <message>
      <source>Freezing makes constants of variables, so its graph cannot be frozen.</source>
      <translation>冻结会把变量变成常量，因此无法冻结其图。</translation>
    </message>
    <message>
      <source>Full int8 does not work for a model with a loop (LSTM, GRU)</source>
      <translation>含循环（LSTM、GRU）的模型不能使用全 int8 量化</translation>
    </message>
    <message>
      <source>Full int8: weights and activations in int8; needs calibration data.</source>
      <translation>全 int8：权重和激活值均为 int8；需要校准数据。</translation>
    </message>
    <message>
      <source>GPU (software: {device})</source>
      <translation>GPU（软件模拟：{device}）</translation>
    </message>
    <message>
      <source>GPU: {device}</source>
      <translation>GPU：{device}</translation>
    </message>
    <message>
      <source>Give a rate, as in --scenario server:rate=50, or leave --fail-if out.</source>
      <translation>请给出速率，例如 --scenario server:rate=50，或去掉 --fail-if。</translation>
    </message>
    <message>
      <source>Give all sounds the same number of channels.</source>
      <translation>请让所有声音的声道数相同。</translation>
    </message>
    <message>
      <source>Give both, or neither.</source>
      <translation>请两者都给出，或都不给出。</translation>
    </message>
    <message>
      <source>Give data for every input.</source>
      <translation>请为每个输入提供数据。</translation>
    </message>
    <message>
      <source>Give each a name of its own.</source>
      <translation>请为每个文件指定不同的名称。</translation>
    </message>
    <message>
      <source>Give evaluation data, or more samples than the recipe measures.</source>
      <translation>请提供评估数据，或比配方所测更多的样本。</translation>
    </message>
    <message>
      <source>Give one mean and std, or one per channel; std must not be 0.</source>
      <translation>请给出一个 mean 和 std，或每通道一个；std 不能为 0。</translation>
    </message>
    <message>
      <source>Give real inputs; random ones mean nothing to a trained model.</source>
      <translation>请提供真实输入;随机输入对训练好的模型没有意义。</translation>
    </message>
    <message>
      <source>Give typical inputs as .npz (x: samples first), or ask for random data.</source>
      <translation>请以 .npz 提供典型输入（x：样本在第一维），或要求使用随机数据。</translation>
    </message>
    <message>
      <source>Give typical inputs: the ranges are measured on them.</source>
      <translation>请给出典型的输入：范围由它们测得。</translation>
    </message>
    <message>
      <source>Given: {given}. It takes: {wanted}. Convert with names (a signature) to match them.</source>
      <translation>给出的是：{given}。它需要：{wanted}。带名称（签名）转换即可匹配。</translation>
    </message>
    <message>
      <source>Goal</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Governor</source>
      <translation>调频策略</translation>
    </message>
    <message>
      <source>Graph</source>
      <translation>计算图</translation>
    </message>
    <message>
      <source>Hang limit</source>
      <translation>卡住时限</translation>
    </message>
    <message>
      <source>Have Keras 2 read it, or leave the choice to Studio ({by:engine}).</source>
      <translation>请用 Keras 2 读取它，或由 Studio 选择（{by:engine}）。</translation>
    </message>
    <message>
      <source>Have Studio make it: {by:setup-onnx}.</source>
      <translation>让 Studio 来安装：{by:setup-onnx}。</translation>
    </message>
    <message>
      <source>How it is opened…</source>
      <translation>打开方式…</translation>
    </message>
    <message>
      <source>How long a sustained measurement takes, which shows whether latency grows.</source>
      <translation>持续测量的时长；它显示延迟是否增长。</translation>
    </message>
    <message>
      <source>How long all variants together are measured, start-up excluded.</source>
      <translation>所有变体合计测量多久，不含启动。</translation>
    </message>
    <message>
      <source>How many copies of the model are loaded; each is run by a thread of its own.</source>
      <translation>加载多少份模型副本；每份由各自的线程运行。</translation>
    </message>
    <message>
      <source>How many samples go through the model in one run.</source>
      <translation>每次运行有多少样本经过模型。</translation>
    </message>
    <message>
      <source>How many samples of the calibration data measure the activation ranges.</source>
      <translation>用多少个校准样本测量激活值范围。</translation>
    </message>
    <message>
      <source>How many threads the runtime may use.</source>
      <translation>运行时可使用的线程数。</translation>
    </message>
    <message>
      <source>How much disk the cached float models may take; the longest unused go first.</source>
      <translation>缓存的浮点模型最多占用多少磁盘；最久未用的先删除。</translation>
    </message>
    <message>
      <source>How scales are chosen: from the range, or so that clipping costs least (OCTAV, MSE).</source>
      <translation>如何选择缩放系数：取自取值范围，或使截断代价最小（OCTAV、MSE）。</translation>
    </message>
    <message>
      <source>How scales are chosen: from the range, or so that clipping costs least (OCTAV, MSE); Hadamard rotates the weights of fully connected ops first.</source>
      <translation>如何选择缩放系数：取自取值范围，或使截断代价最小（OCTAV、MSE）；Hadamard 先旋转全连接算子的权重。</translation>
    </message>
    <message>
      <source>In output “{output}”. {count} of {pairs} pairs of ways are so.</source>
      <translation>在输出“{output}”中。{pairs} 对方式中有 {count} 对如此。</translation>
    </message>
    <message>
      <source>In which the GPU computes what the file has in float32.</source>
      <translation>GPU 以何种精度计算文件中的 float32 部分。</translation>
    </message>
    <message>
      <source>In which way samples come to the model, unless chosen otherwise.</source>
      <translation>除非另行选择，样本以何种方式送入模型。</translation>
    </message>
    <message>
      <source>In {seconds} this machine could resolve nothing</source>
      <translation>在 {seconds} 内，这台机器分辨不出任何差别</translation>
    </message>
    <message>
      <source>In {seconds} this machine resolves ±{percent} % on {target}</source>
      <translation>在 {seconds} 内，本机在 {target} 上可分辨 ±{percent} %</translation>
    </message>
    <message>
      <source>Input shapes…</source>
      <translation>输入形状…</translation>
    </message>
    <message>
      <source>Input sizes</source>
      <translation>输入尺寸</translation>
    </message>
    <message>
      <source>Input “{name}” cannot take data of shape {shape}</source>
      <translation>输入“{name}”不能接受形状为 {shape} 的数据</translation>
    </message>
    <message>
      <source>Input “{name}” cannot take data of type {dtype}</source>
      <translation>输入“{name}”不能接受类型为 {dtype} 的数据</translation>
    </message>
    <message>
      <source>Input “{name}” of {path} cannot be given the shape {shape}</source>
      <translation>{path} 的输入“{name}”不能设为形状 {shape}</translation>
    </message>
    <message>
      <source>Input “{name}” of {path} does not say how many dimensions it has</source>
      <translation>{path} 的输入“{name}”没有说明它有多少个维度</translation>
    </message>
    <message>
      <source>Input “{name}” of {path} takes text</source>
      <translation>{path} 的输入“{name}”接受文本</translation>
    </message>
    <message>
      <source>Input “{name}” of {path} was given no data</source>
      <translation>未给 {path} 的输入“{name}”提供数据</translation>
    </message>
    <message>
      <source>Input/output</source>
      <translation>输入/输出</translation>
    </message>
    <message>
      <source>Inputs</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>Inputs measured with</source>
      <translation>测量用的输入</translation>
    </message>
    <message>
      <source>Inputs must be numbers; do the text processing outside of the model.</source>
      <translation>输入必须是数字；请在模型之外处理文本。</translation>
    </message>
    <message>
      <source>Inputs that take text: {inputs}</source>
      <translation>接受文本的输入：{inputs}</translation>
    </message>
    <message>
      <source>Inputs with dynamic dimensions: {inputs}</source>
      <translation>具有动态维度的输入：{inputs}</translation>
    </message>
    <message>
      <source>Install Studio with its extra “gpu”, which brings the CUDA libraries; “nvidia-smi” says whether the device is there.</source>
      <translation>请安装 Studio 的附加组件“gpu”，它带有 CUDA 库；“nvidia-smi”会显示设备是否存在。</translation>
    </message>
    <message>
      <source>Install it where Studio is installed: first PyTorch, pip install "torch==2.13.*" (on Linux choose the CPU build, the other brings CUDA along), then pip install "litert-torch==0.10.*".</source>
      <translation>请装在 Studio 所在的环境中：先装 PyTorch，pip install "torch==2.13.*"（在 Linux 上请选 CPU 版，另一种会带上 CUDA），再 pip install "litert-torch==0.10.*"。</translation>
    </message>
    <message>
      <source>Install it: pip install onnx (or Studio with its extra “onnx”).</source>
      <translation>请安装：pip install onnx（或安装带“onnx”附加项的 Studio）。</translation>
    </message>
    <message>
      <source>Install its package; what is missing, {by:check-system} says.</source>
      <translation>请安装其软件包；{by:check-system} 会说明缺少什么。</translation>
    </message>
    <message>
      <source>Install one (python3.12 with its venv module), then try again.</source>
      <translation>请安装一个（python3.12 及其 venv 模块），然后重试。</translation>
    </message>
    <message>
      <source>Install that version again, or choose another data folder in the settings.</source>
      <translation>请重新安装该版本，或在设置中选择其他数据文件夹。</translation>
    </message>
    <message>
      <source>Install that version to open it.</source>
      <translation>请安装该版本后打开。</translation>
    </message>
    <message>
      <source>Install the ONNX converter…</source>
      <translation>安装 ONNX 转换器…</translation>
    </message>
    <message>
      <source>Install them: pip install {packages}</source>
      <translation>安装它们：pip install {packages}</translation>
    </message>
    <message>
      <source>Installing {package} failed: {reason}</source>
      <translation>安装 {package} 失败：{reason}</translation>
    </message>
    <message>
      <source>Integer device</source>
      <translation>整数设备</translation>
    </message>
    <message>
      <source>Interrupted</source>
      <translation>已中断</translation>
    </message>
    <message>
      <source>Interrupted: Studio ended while this job was running</source>
      <translation>已中断：任务运行期间 Studio 结束了</translation>
    </message>
    <message>
      <source>It arranges every tensor by its size. 1 fits one input at a time.</source>
      <translation>它按大小安排每个张量。一次一个输入时用 1。</translation>
    </message>
    <message>
      <source>It cannot be checked, evaluated or tried; export it with its inputs and outputs.</source>
      <translation>无法检查、评估或试用；请连同输入和输出一起导出。</translation>
    </message>
    <message>
      <source>It comes with the optional extra “torch”, for .pt2 files: add it to the environment that Studio runs in ({by:setup-torch}).</source>
      <translation>它随可选组件 “torch”（用于 .pt2 文件）提供：请将其装入 Studio 所用的环境（{by:setup-torch}）。</translation>
    </message>
    <message>
      <source>It crashed once while it was run, and not again in a fresh process</source>
      <translation>运行时崩溃过一次，在新进程中未再发生</translation>
    </message>
    <message>
      <source>It died once ({died}), and not when it was run again</source>
      <translation>它崩溃了一次（{died}），再次运行时却没有</translation>
    </message>
    <message>
      <source>It dies ({died}) before there is a float .tflite that could be cut</source>
      <translation>在生成可裁剪的浮点 .tflite 之前它就崩溃了（{died}）</translation>
    </message>
    <message>
      <source>It dies ({died}) from its source, but the graph frozen out of it converts</source>
      <translation>它从源模型出发会崩溃（{died}），但由其冻结出的图可以转换</translation>
    </message>
    <message>
      <source>It dies ({died}) from its source; the graph frozen out of it ends otherwise: {what}</source>
      <translation>它从源模型出发会崩溃（{died}）；由其冻结出的图则以另一种方式结束：{what}</translation>
    </message>
    <message>
      <source>It dies ({died}) while its graph is traced or frozen: there is none yet to be cut</source>
      <translation>在追踪或冻结其图时它就崩溃了（{died}）：尚无可裁剪的图</translation>
    </message>
    <message>
      <source>It dies ({died}) while the model is loaded: there is no graph yet to be cut</source>
      <translation>在加载模型时它就崩溃了（{died}）：尚无可裁剪的图</translation>
    </message>
    <message>
      <source>It dies ({died}), and cannot be frozen to a graph that could be cut: {what}</source>
      <translation>它会崩溃（{died}），且无法冻结为可裁剪的图：{what}</translation>
    </message>
    <message>
      <source>It dies ({died}), but not from its float .tflite</source>
      <translation>它会崩溃（{died}），但从其浮点 .tflite 出发则不会</translation>
    </message>
    <message>
      <source>It has samples 0 to {last}.</source>
      <translation>它有样本 0 到 {last}。</translation>
    </message>
    <message>
      <source>It has: {keys}. Name the arrays as the model's inputs: {inputs}.</source>
      <translation>它有：{keys}。请用模型的输入名命名数组：{inputs}。</translation>
    </message>
    <message>
      <source>It has: {known}.</source>
      <translation>它有：{known}。</translation>
    </message>
    <message>
      <source>It has: {known}. Choose one of them ({by:tag}).</source>
      <translation>它有：{known}。请选择其一（{by:tag}）。</translation>
    </message>
    <message>
      <source>It is a single op.</source>
      <translation>仅剩一个算子。</translation>
    </message>
    <message>
      <source>It is damaged, or was not made by Studio. Nothing was unpacked.</source>
      <translation>文件已损坏，或不是 Studio 生成的。未解压任何内容。</translation>
    </message>
    <message>
      <source>It is not the same computation.</source>
      <translation>计算并不相同。</translation>
    </message>
    <message>
      <source>It is not used here; another target runs the same files.</source>
      <translation>本机不使用它；另一个目标可运行同样的文件。</translation>
    </message>
    <message>
      <source>It is probably another network: the ratio then says nothing of an optimization.</source>
      <translation>这可能是另一个网络：此时比值并不说明优化的效果。</translation>
    </message>
    <message>
      <source>It is the float .tflite that is cut, so no part was saved. Its log and the model are what is needed to find the cause ({by:report}).</source>
      <translation>缩减的是浮点 .tflite，因此没有保存任何部分。查找原因需要它的日志和模型（{by:report}）。</translation>
    </message>
    <message>
      <source>It is the optional extra “legacy”: pip install "studio-edge[legacy]", or, beside another package of TensorFlow (tensorflow-cpu), pip install --no-deps "tf_keras==2.21.*".</source>
      <translation>它是可选的附加组件“legacy”：pip install "studio-edge[legacy]"；若已装有 TensorFlow 的其他软件包（tensorflow-cpu），则用 pip install --no-deps "tf_keras==2.21.*"。</translation>
    </message>
    <message>
      <source>It may be damaged or made to harm; do not open it.</source>
      <translation>文件可能已损坏或带有恶意；请勿打开。</translation>
    </message>
    <message>
      <source>It may have been moved or renamed, or the path is misspelled.</source>
      <translation>可能已被移动或改名，或者路径有误。</translation>
    </message>
    <message>
      <source>It may have been moved or renamed. Name it again.</source>
      <translation>它可能已被移动或改名。请重新指定。</translation>
    </message>
    <message>
      <source>It may not be the smallest: trials or time ran out, or it has ops that cannot be taken out of a graph (loops, lists of tensors, unknown shapes).</source>
      <translation>它可能不是最小的：试验次数或时间已用尽，或者其中有无法从图中取出的算子（循环、张量列表、未知形状）。</translation>
    </message>
    <message>
      <source>It may not be the smallest: trials or time ran out, or it has ops that cannot be taken out of a model (loops, calls, variables).</source>
      <translation>它可能不是最小的：试验次数或时间已用尽，或者其中有无法从模型中取出的算子（循环、调用、变量）。</translation>
    </message>
    <message>
      <source>It may run elsewhere; here it cannot be checked, evaluated or measured.</source>
      <translation>它也许能在别处运行；在这里无法检查、评估或测量。</translation>
    </message>
    <message>
      <source>It must be a recipe that Studio wrote (JSON, version {version}).</source>
      <translation>必须是 Studio 写出的配方（JSON，版本 {version}）。</translation>
    </message>
    <message>
      <source>It must be an SVG picture of some size.</source>
      <translation>它必须是有一定大小的 SVG 图片。</translation>
    </message>
    <message>
      <source>It needs PyTorch, which is not installed</source>
      <translation>它需要 PyTorch，但尚未安装</translation>
    </message>
    <message>
      <source>It needs a driver for Vulkan (Linux), Direct3D 12 (Windows) or Metal (macOS). On Debian or Ubuntu: the package mesa-vulkan-drivers, or the vendor's own driver.</source>
      <translation>需要 Vulkan（Linux）、Direct3D 12（Windows）或 Metal（macOS）的驱动程序。在 Debian 或 Ubuntu 上：软件包 mesa-vulkan-drivers，或厂商自己的驱动。</translation>
    </message>
    <message>
      <source>It needs packages that are not installed: {packages}</source>
      <translation>它需要尚未安装的软件包：{packages}</translation>
    </message>
    <message>
      <source>It ran in a process of its own; the other ways are compared all the same.</source>
      <translation>它在自己的进程中运行;其他方式照常比较。</translation>
    </message>
    <message>
      <source>It runs in an environment of its own (Python 3.12 or newer, about 700 MB), since its packages clash with Studio's.</source>
      <translation>它在独立的环境中运行（Python 3.12 或更新，约 700 MB），因为它的软件包与 Studio 的相冲突。</translation>
    </message>
    <message>
      <source>It runs only inside the program that defines {op}; inspecting it works.</source>
      <translation>只能在定义了 {op} 的程序中运行；可以查看。</translation>
    </message>
    <message>
      <source>It runs: {wanted}. Leave it out, or add such a file.</source>
      <translation>它可运行：{wanted}。请去掉该目标，或加入这类文件。</translation>
    </message>
    <message>
      <source>It takes {expected}.</source>
      <translation>它需要 {expected}。</translation>
    </message>
    <message>
      <source>It was chosen among {trials} by these samples: others may do worse.</source>
      <translation>它是依据这些样本从 {trials}中选出的：在其他样本上可能更差。</translation>
    </message>
    <message>
      <source>It was kept as {kept}, and a fresh one was started.</source>
      <translation>已保留为 {kept}，并新建了一个。</translation>
    </message>
    <message>
      <source>It was kept as {kept}, and an empty session was started.</source>
      <translation>已保留为 {kept}，并新建了空会话。</translation>
    </message>
    <message>
      <source>It was left as it was: the model has no weights that this optimization can change.</source>
      <translation>保持原样：模型没有此优化可更改的权重。</translation>
    </message>
    <message>
      <source>It was left out of the list; it stays in the file.</source>
      <translation>已从列表中略去；仍保留在文件中。</translation>
    </message>
    <message>
      <source>It was saved by PyTorch {saved}. Export it again with a current version.</source>
      <translation>它由 PyTorch {saved} 保存。请用当前版本重新导出。</translation>
    </message>
    <message>
      <source>It was stopped. Try again; its log has what it said last ({by:report}).</source>
      <translation>它已被停止。请重试；日志里有它最后的输出（{by:report}）。</translation>
    </message>
    <message>
      <source>It would compute with garbage, so it was not kept. Convert it by another route.</source>
      <translation>计算结果将毫无意义，因此未保留。请用其他路线转换。</translation>
    </message>
    <message>
      <source>It would leave the file as it is.</source>
      <translation>文件会保持原样。</translation>
    </message>
    <message>
      <source>Its batch size is fixed; leave “batch” out, or export it with a dynamic one.</source>
      <translation>它的批大小是固定的；请去掉“batch”，或以动态批大小导出模型。</translation>
    </message>
    <message>
      <source>Its format is “{format}”, which these run: {fitting}. Choose one ({by:target}).</source>
      <translation>它的格式是“{format}”，可由以下目标运行：{fitting}。请选择其一（{by:target}）。</translation>
    </message>
    <message>
      <source>Its inputs are: {known}.</source>
      <translation>其输入为：{known}。</translation>
    </message>
    <message>
      <source>Its inputs have other shapes than those of the first file</source>
      <translation>其输入的形状与第一个文件的不同</translation>
    </message>
    <message>
      <source>Its latency may not be that of useful work: check the artifact against its source.</source>
      <translation>其延迟可能不是有效计算的延迟：请对照来源检查该产物。</translation>
    </message>
    <message>
      <source>Its log and the model are what is needed to find the cause ({by:report}).</source>
      <translation>查找原因需要它的日志和模型（{by:report}）。</translation>
    </message>
    <message>
      <source>Its log has what it said last ({by:report}).</source>
      <translation>日志里有它最后的输出（{by:report}）。</translation>
    </message>
    <message>
      <source>Its native code failed on this file, which must not be shipped, so it was not kept. Try another optimization.</source>
      <translation>其本机代码在此文件上失败，不得交付，因此未保留。请尝试其他优化。</translation>
    </message>
    <message>
      <source>Its native code failed on this file: do not ship it. Convert it another way.</source>
      <translation>其本机代码在此文件上失败：请勿发布。请换一种方式转换。</translation>
    </message>
    <message>
      <source>Its native code failed on this model, or something on this machine ended it; the details show its last words. Export the model anew with a fixed input shape and opset 17, or simplify it.</source>
      <translation>其原生代码在此模型上出错，或被本机上的其他程序终止；详情显示其最后的输出。请以固定输入形状和 opset 17 重新导出模型，或将其简化。</translation>
    </message>
    <message>
      <source>Its numbers are complete, but there will be no plots of it.</source>
      <translation>其数值是完整的，但无法显示图表。</translation>
    </message>
    <message>
      <source>Its numbers stand in the table; measure again to see the plots.</source>
      <translation>数值在表中；重新测量可看到图。</translation>
    </message>
    <message>
      <source>Its ops or types are none that the GPU computes; measure it on the CPU.</source>
      <translation>其算子或类型都不是 GPU 能计算的；请在 CPU 上测量。</translation>
    </message>
    <message>
      <source>Its output is “{name}”.</source>
      <translation>其输出为“{name}”。</translation>
    </message>
    <message>
      <source>Its output is “{name}”. Keeping it in float keeps that error out.</source>
      <translation>其输出为“{name}”。保持浮点可避免该误差。</translation>
    </message>
    <message>
      <source>Its output is “{name}”; errors of all ops before it are in that.</source>
      <translation>其输出为“{name}”；其中包含之前所有算子的误差。</translation>
    </message>
    <message>
      <source>Its output is “{name}”; small channels lose most. Keeping it and what reads it in float keeps that error out.</source>
      <translation>其输出为“{name}”；小通道损失最大。将其及读取它的算子保持为浮点可避免该误差。</translation>
    </message>
    <message>
      <source>Its outputs are named otherwise, or one was dropped in conversion.</source>
      <translation>其输出名称不同，或在转换中丢失。</translation>
    </message>
    <message>
      <source>Its parameters are: {known}.</source>
      <translation>其参数为：{known}。</translation>
    </message>
    <message>
      <source>Its queries come when they are due, not in turns: measure it on its own.</source>
      <translation>其查询按到达时刻到来，不轮流进行：请单独测量。</translation>
    </message>
    <message>
      <source>Its results would be wrong, so it is not run there; measure it on the CPU.</source>
      <translation>其结果会出错，因此不在 GPU 上运行；请在 CPU 上测量。</translation>
    </message>
    <message>
      <source>Its summary is kept. The samples were read from {path}.</source>
      <translation>其摘要已保留。样本读自 {path}。</translation>
    </message>
    <message>
      <source>Its weights can stay small all the same: float16 is an optimization of its own.</source>
      <translation>权重仍然可以很小：float16 本身就是一项优化。</translation>
    </message>
    <message>
      <source>Judged on a single calibration sample that was not used.</source>
      <translation>仅依据一个未用于校准的校准样本判断。</translation>
    </message>
    <message>
      <source>Judged on a single one of the samples that calibrated it: too kind.</source>
      <translation>仅依据其校准所用的一个样本判断：结果偏乐观。</translation>
    </message>
    <message>
      <source>Judged on a single random input: it says little about real ones.</source>
      <translation>仅依据一个随机输入判断：对真实输入说明不了多少。</translation>
    </message>
    <message>
      <source>Judged on a single sample given for it.</source>
      <translation>仅依据为此给出的一个样本判断。</translation>
    </message>
    <message>
      <source>Judged on a single sample of the evaluation data.</source>
      <translation>仅依据评估数据的一个样本判断。</translation>
    </message>
    <message>
      <source>Judged on {count} calibration samples that were not used.</source>
      <translation>依据未用于校准的 {count} 个校准样本判断。</translation>
    </message>
    <message>
      <source>Judged on {count} of the samples that calibrated it: too kind.</source>
      <translation>依据其校准所用的 {count} 个样本判断：结果偏乐观。</translation>
    </message>
    <message>
      <source>Judged on {count} random inputs: they say little about real ones.</source>
      <translation>依据 {count} 个随机输入判断：对真实输入说明不了多少。</translation>
    </message>
    <message>
      <source>Judged on {count} samples given for it.</source>
      <translation>依据为此给出的 {count} 个样本判断。</translation>
    </message>
    <message>
      <source>Judged on {count} samples of the evaluation data.</source>
      <translation>依据评估数据的 {count} 个样本判断。</translation>
    </message>
    <message>
      <source>Keep float</source>
      <translation>保持浮点</translation>
    </message>
    <message>
      <source>Keep them as TensorFlow's own ({by:tensorflow-ops}): such a file runs only in an app that brings the Flex delegate, and not in Studio.</source>
      <translation>保留为 TensorFlow 自己的算子（{by:tensorflow-ops}）：这样的文件只能在带有 Flex 委托的应用中运行，不能在 Studio 中运行。</translation>
    </message>
    <message>
      <source>Keep them in folders of their own.</source>
      <translation>请分别放在各自的文件夹中。</translation>
    </message>
    <message>
      <source>Keeps ops that LiteRT has no kernels for as TensorFlow's own (Flex): such a file cannot run on the local LiteRT, only in an app that brings the Flex delegate.</source>
      <translation>LiteRT 没有内核的算子保留为 TensorFlow 自己的算子（Flex）：这样的文件无法在本机 LiteRT 上运行，只能在带有 Flex 委托的应用中运行。</translation>
    </message>
    <message>
      <source>Keras 2</source>
      <translation>Keras 2</translation>
    </message>
    <message>
      <source>Keras version</source>
      <translation>Keras 版本</translation>
    </message>
    <message>
      <source>Kernels</source>
      <translation>内核</translation>
    </message>
    <message>
      <source>Known: {known}.</source>
      <translation>已知：{known}。</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>Labels and the like are damaged, encrypted or too large; add them anew.</source>
      <translation>标签等文件已损坏、已加密或过大；请重新添加。</translation>
    </message>
    <message>
      <source>Labels are class numbers from 0; check that the data belong to this model.</source>
      <translation>标签是从 0 开始的类别编号；请检查数据是否属于此模型。</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <source>Language of the window; “System” follows the desktop. Needs a restart.</source>
      <translation>窗口的语言；“系统”跟随桌面。需要重新启动。</translation>
    </message>
    <message>
      <source>Latency counts from the moment at which a query was due.</source>
      <translation>延迟从请求应到达的时刻算起。</translation>
    </message>
    <message>
      <source>Latency drifted while measuring: {size} % a minute, 99 % {low} to {high}</source>
      <translation>测量期间延迟有漂移：每分钟 {size} %，99 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>Latency is the run's, ratios are per input.</source>
      <translation>延迟按整次运行计，比值按每个输入计。</translation>
    </message>
    <message>
      <source>Leave it out, or ask for --overlay error or --overlay cumulative-error.</source>
      <translation>请去掉该选项，或改用 --overlay error 或 --overlay cumulative-error。</translation>
    </message>
    <message>
      <source>Leave it out, or choose outputs that are computed from it.</source>
      <translation>请去掉它，或选择由它算出的输出。</translation>
    </message>
    <message>
      <source>Leave it out: weights come along by themselves. As input choose a computed tensor.</source>
      <translation>请去掉它：权重会自动带上。请选择由计算得到的张量作为输入。</translation>
    </message>
    <message>
      <source>Leave one of them out: both say the same thing.</source>
      <translation>请去掉其中一个：两者含义相同。</translation>
    </message>
    <message>
      <source>Leave out one of the two, where the data were scaled before.</source>
      <translation>若数据先前已缩放过，请去掉其中一次。</translation>
    </message>
    <message>
      <source>Leave out the others, or leave out --aa.</source>
      <translation>去掉其余的，或去掉 --aa。</translation>
    </message>
    <message>
      <source>Leave the choice of what reads it to Studio ({by:engine}).</source>
      <translation>请让 Studio 选择由什么来读取它（{by:engine}）。</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <source>Light or dark colors; “System” follows the desktop.</source>
      <translation>浅色或深色；“系统”跟随桌面。</translation>
    </message>
    <message>
      <source>Line {line} of {path} cannot be read: {what}</source>
      <translation>无法读取 {path} 的第 {line} 行：{what}</translation>
    </message>
    <message>
      <source>LiteRT C, CPU</source>
      <translation>LiteRT C,CPU</translation>
    </message>
    <message>
      <source>LiteRT C, builtin</source>
      <translation>LiteRT C,内置内核</translation>
    </message>
    <message>
      <source>LiteRT Interpreter · CPU</source>
      <translation>LiteRT Interpreter · CPU</translation>
    </message>
    <message>
      <source>LiteRT cannot load {path}</source>
      <translation>LiteRT 无法加载 {path}</translation>
    </message>
    <message>
      <source>LiteRT cannot run every such table; converting tells.</source>
      <translation>LiteRT 并非都能运行这类表；转换时可知。</translation>
    </message>
    <message>
      <source>LiteRT finds no GPU that it can use on this machine</source>
      <translation>LiteRT 在本机找不到可用的 GPU</translation>
    </message>
    <message>
      <source>LiteRT has no kernels for its text processing, so there is no way to convert it. Split the model: turn text into numbers outside, and convert the part behind.</source>
      <translation>LiteRT 没有其文本处理的内核，因此无法转换。请拆分模型：在外部把文本变成数字，只转换后面的部分。</translation>
    </message>
    <message>
      <source>LiteRT has no kernels for these ops, so there is no way to convert the model. Split it: turn text into numbers outside, and convert the part behind.</source>
      <translation>LiteRT 没有这些算子的内核，因此无法转换该模型。请将其拆分：在外部把文本变成数字，再转换后面的部分。</translation>
    </message>
    <message>
      <source>LiteRT has no kernels for: {ops}</source>
      <translation>LiteRT 没有这些内核：{ops}</translation>
    </message>
    <message>
      <source>LiteRT · CPU</source>
      <translation>LiteRT · CPU</translation>
    </message>
    <message>
      <source>LiteRT · GPU</source>
      <translation>LiteRT · GPU</translation>
    </message>
    <message>
      <source>LiteRT's C library cannot be trusted here: {package} {version} on {system}</source>
      <translation>在此无法信任 LiteRT 的 C 库：{system} 上的 {package} {version}</translation>
    </message>
    <message>
      <source>LiteRT's GPU accelerator; a run ends when its outputs have been read.</source>
      <translation>LiteRT 的 GPU 加速器；读回输出后才算一次运行结束。</translation>
    </message>
    <message>
      <source>LiteRT's classic interpreter, as most programs on devices still use it.</source>
      <translation>LiteRT 的经典解释器，设备上的多数程序仍在使用。</translation>
    </message>
    <message>
      <source>LiteRT's compiled model cannot run {path}</source>
      <translation>LiteRT 的编译模型无法运行 {path}</translation>
    </message>
    <message>
      <source>LiteRT's compiled model cannot run {path}: an output gets its memory only while it runs, and the library takes no such output</source>
      <translation>LiteRT 的编译模型无法运行 {path}：有一个输出在运行时才分配内存，而该库不接受这样的输出</translation>
    </message>
    <message>
      <source>LiteRT's compiled model on the CPU, through the library's C interface.</source>
      <translation>通过 LiteRT 库的 C 接口在 CPU 上运行编译后的模型。</translation>
    </message>
    <message>
      <source>LiteRT's kernels</source>
      <translation>LiteRT 自带内核</translation>
    </message>
    <message>
      <source>LiteRT's own kernels run every op: a delegate such as XNNPACK took none of them.</source>
      <translation>所有算子都由 LiteRT 自带内核运行：XNNPACK 之类的委托没有接手任何算子。</translation>
    </message>
    <message>
      <source>LiteRT's profiler cannot be used on this machine</source>
      <translation>LiteRT 的剖析器在本机无法使用</translation>
    </message>
    <message>
      <source>Load after</source>
      <translation>之后的负载</translation>
    </message>
    <message>
      <source>Load before</source>
      <translation>之前的负载</translation>
    </message>
    <message>
      <source>Load it there with torch.export.load, and save it with a current version.</source>
      <translation>请在那里用 torch.export.load 载入，再用当前版本保存。</translation>
    </message>
    <message>
      <source>Load them into the model that they belong to, and save that whole: as .keras, as a SavedModel, or as a .pt2.</source>
      <translation>把它们载入所属的模型，再完整保存：存为 .keras、SavedModel 或 .pt2。</translation>
    </message>
    <message>
      <source>Logical cores</source>
      <translation>逻辑核心数</translation>
    </message>
    <message>
      <source>Look the names up on the Graph page; kinds are those of LiteRT, as CONV_2D.</source>
      <translation>名称请在“图”页面查看；类型用 LiteRT 的名称，例如 CONV_2D。</translation>
    </message>
    <message>
      <source>MACs</source>
      <translation>MAC</translation>
    </message>
    <message>
      <source>MAE and RMSE compare an output with labels of its own size, value by value.</source>
      <translation>MAE 和 RMSE 将输出与大小相同的标签逐值比较。</translation>
    </message>
    <message>
      <source>Machine busy</source>
      <translation>机器忙碌</translation>
    </message>
    <message>
      <source>Make it first, or name one that exists.</source>
      <translation>请先建立该文件夹，或指定一个已有的。</translation>
    </message>
    <message>
      <source>Make it smaller first.</source>
      <translation>请先将其缩小。</translation>
    </message>
    <message>
      <source>Make sure that these are real inputs.</source>
      <translation>请确认这些是真实输入。</translation>
    </message>
    <message>
      <source>Make them two variants: each recipe carries one of them.</source>
      <translation>请分成两个变体：每个配方各含其一。</translation>
    </message>
    <message>
      <source>McNemar's exact test</source>
      <translation>McNemar 精确检验</translation>
    </message>
    <message>
      <source>Mean IoU</source>
      <translation>平均 IoU</translation>
    </message>
    <message>
      <source>Mean absolute error</source>
      <translation>平均绝对误差</translation>
    </message>
    <message>
      <source>Mean number of queries a second; 0: search the highest rate that keeps the bound.</source>
      <translation>每秒平均查询数；0：搜索满足上限的最高速率。</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>测量方式</translation>
    </message>
    <message>
      <source>Measure again.</source>
      <translation>请重新测量。</translation>
    </message>
    <message>
      <source>Measure targets that share a process, and no server scenario, in one such run.</source>
      <translation>一次这样的测量只能包含可共用一个进程的目标，且不含服务器场景。</translation>
    </message>
    <message>
      <source>Measure them apart, and copy the command of each.</source>
      <translation>请分别测量，并复制各自的命令。</translation>
    </message>
    <message>
      <source>Measured again at the rate that was found, p99 missed the bound</source>
      <translation>以找到的速率再次测量时，p99 未能满足上限</translation>
    </message>
    <message>
      <source>Measured by the classic interpreter: LiteRT's compiled model cannot be used for it</source>
      <translation>由经典解释器测量：LiteRT 的编译模型无法用于它</translation>
    </message>
    <message>
      <source>Measuring</source>
      <translation>测量</translation>
    </message>
    <message>
      <source>Measuring time</source>
      <translation>测量时间</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>内存</translation>
    </message>
    <message>
      <source>Memory limit</source>
      <translation>内存上限</translation>
    </message>
    <message>
      <source>Mend the data, or convert without insisting on that ({by:strict-data}).</source>
      <translation>请修正数据，或在转换时不作此要求（{by:strict-data}）。</translation>
    </message>
    <message>
      <source>Model Explorer finds nodes by the places of the ops in a .tflite file.</source>
      <translation>Model Explorer 按算子在 .tflite 文件中的位置查找节点。</translation>
    </message>
    <message>
      <source>More than 1 % of the samples get another class than from the source</source>
      <translation>超过 1 % 的样本得到与源模型不同的类别</translation>
    </message>
    <message>
      <source>Move the channels to where the model has them, e.g. with numpy.moveaxis.</source>
      <translation>请把通道移到模型所用的位置，例如用 numpy.moveaxis。</translation>
    </message>
    <message>
      <source>Multiply-accumulates of one inference.</source>
      <translation>一次推理的乘加次数。</translation>
    </message>
    <message>
      <source>Name another file, target or scenario to compare with, or leave --fail-if out.</source>
      <translation>请再指定一个文件、目标或场景用于比较，或去掉 --fail-if。</translation>
    </message>
    <message>
      <source>Name at least one file.</source>
      <translation>请至少指定一个文件。</translation>
    </message>
    <message>
      <source>Name its tensors: {by:ends}.</source>
      <translation>请指定张量：{by:ends}。</translation>
    </message>
    <message>
      <source>Name the Python file that defines them, which is run ({by:custom-code}), or export the model as a SavedModel and open that.</source>
      <translation>请指定定义它们的 Python 文件，它会被运行（{by:custom-code}），或把模型导出为 SavedModel 再打开。</translation>
    </message>
    <message>
      <source>Name the float model that the artifact was made from.</source>
      <translation>请指定生成该文件的浮点模型。</translation>
    </message>
    <message>
      <source>Name the model that it was made from.</source>
      <translation>请指定生成它的模型。</translation>
    </message>
    <message>
      <source>Name the model that the file was made from, with the shapes that it was made at.</source>
      <translation>请指出生成该文件的模型,以及生成时的形状。</translation>
    </message>
    <message>
      <source>Name them as inputs too, or name outputs that do without ({by:ends}).</source>
      <translation>把它们也指定为输入，或指定不需要它们的输出（{by:ends}）。</translation>
    </message>
    <message>
      <source>Name them with --data, or leave it out.</source>
      <translation>请用 --data 指明数据，或去掉该声明。</translation>
    </message>
    <message>
      <source>Name these as inputs too, or name none: then it begins where the model does.</source>
      <translation>请把这些也作为输入，或一个都不指定：那样就从模型的开头开始。</translation>
    </message>
    <message>
      <source>Names are those of ops, with “:0” for their first output. Its ends are: {ends}.</source>
      <translation>名称是算子的名称，“:0”表示其第一个输出。末端有：{ends}。</translation>
    </message>
    <message>
      <source>Names matching</source>
      <translation>名称匹配</translation>
    </message>
    <message>
      <source>Native code of a library failed on this model or file. Another optimization or route may avoid it; {by:crash} packs what is needed to find the cause.</source>
      <translation>某个库的原生代码在此模型或文件上失败。换一种优化或路线也许可以避开；{by:crash}会打包查找原因所需的内容。</translation>
    </message>
    <message>
      <source>Near to it are: {names}.</source>
      <translation>相近的有：{names}。</translation>
    </message>
    <message>
      <source>Neither LiteRT nor TensorFlow's Flex delegate has kernels for: {ops}</source>
      <translation>LiteRT 与 TensorFlow 的 Flex 代理都没有这些算子的内核：{ops}</translation>
    </message>
    <message>
      <source>Neither its first layers nor evaluation data tell RGB from BGR: compare with the training code.</source>
      <translation>模型的前几层和评估数据都分不出 RGB 与 BGR：请与训练代码对照。</translation>
    </message>
    <message>
      <source>Neither its first layers nor evaluation data tell: compare with the training code.</source>
      <translation>模型的前几层和评估数据都说明不了：请与训练代码对照。</translation>
    </message>
    <message>
      <source>No Python {wanted} or newer was found for {package}</source>
      <translation>没有找到 {package} 所需的 Python {wanted} 或更新版本</translation>
    </message>
    <message>
      <source>No TensorFlow ops were needed: LiteRT has all ops of this model</source>
      <translation>不需要 TensorFlow 算子：LiteRT 具有此模型的全部算子</translation>
    </message>
    <message>
      <source>No delegate at all</source>
      <translation>完全没有委托</translation>
    </message>
    <message>
      <source>No errors of single ops are known of it.</source>
      <translation>尚不知道其单个算子的误差。</translation>
    </message>
    <message>
      <source>No fully connected op has inputs that are whole blocks of {block}</source>
      <translation>没有全连接算子的输入数能被 {block} 的块整除</translation>
    </message>
    <message>
      <source>No more trials were allowed; nothing was written. Closest: ops {ops}. Allow more trials, or lower the goal.</source>
      <translation>已达到允许的试验次数；未写入任何文件。最接近的：算子 {ops}。请允许更多试验，或降低目标。</translation>
    </message>
    <message>
      <source>No op by itself is beyond the tolerance: small differences add up</source>
      <translation>没有单个算子超出容差:小差异累积而成</translation>
    </message>
    <message>
      <source>No op of that part makes “{name}”</source>
      <translation>该部分没有任何算子产生“{name}”</translation>
    </message>
    <message>
      <source>No op of {path} can be kept in another precision</source>
      <translation>{path} 中没有可保持为其他精度的算子</translation>
    </message>
    <message>
      <source>No output ranks classes ({outputs})</source>
      <translation>没有可排序类别的输出（{outputs}）</translation>
    </message>
    <message>
      <source>No ranking flipped between the first and the last third of the time</source>
      <translation>前三分之一与后三分之一之间没有排名翻转</translation>
    </message>
    <message>
      <source>No rate of queries was tried</source>
      <translation>没有尝试任何请求速率</translation>
    </message>
    <message>
      <source>No single output has as many values a sample as the labels: {shape} ({outputs})</source>
      <translation>没有唯一一个输出的每样本数值个数与标签相同:{shape}({outputs})</translation>
    </message>
    <message>
      <source>No single output is a mask of the labels' height and width: {shape} ({outputs})</source>
      <translation>没有唯一一个输出是与标签同高同宽的掩码:{shape}({outputs})</translation>
    </message>
    <message>
      <source>No window can open: {reason}</source>
      <translation>无法打开窗口：{reason}</translation>
    </message>
    <message>
      <source>Node data is written of .tflite files only, and {path} is none</source>
      <translation>只能为 .tflite 文件写出节点数据，而 {path} 不是</translation>
    </message>
    <message>
      <source>None of the targets runs {path} ({targets})</source>
      <translation>没有目标能运行 {path}（{targets}）</translation>
    </message>
    <message>
      <source>None of the weights is zero</source>
      <translation>没有任何权重为零</translation>
    </message>
    <message>
      <source>None of these ops can be dropped: without any one of them it does not die.</source>
      <translation>这些算子一个也不能去掉：去掉任何一个都不再崩溃。</translation>
    </message>
    <message>
      <source>Nothing can be compared: check the source and the data.</source>
      <translation>无从比较：请检查源模型和数据。</translation>
    </message>
    <message>
      <source>Nothing died: it succeeded this time</source>
      <translation>没有崩溃：这次成功了</translation>
    </message>
    <message>
      <source>Nothing half-made is left behind; run the command again.</source>
      <translation>不会留下半成品；请重新运行命令。</translation>
    </message>
    <message>
      <source>Nothing is matched: no names, weights or surroundings of the two agree</source>
      <translation>没有匹配的节点：两者的名称、权重和周围结构都不一致</translation>
    </message>
    <message>
      <source>Nothing is matched: the nodes of these two formats are not compared</source>
      <translation>没有匹配的节点：这两种格式的节点不作比较</translation>
    </message>
    <message>
      <source>Nothing of {path} would run on the GPU</source>
      <translation>{path} 没有任何部分会在 GPU 上运行</translation>
    </message>
    <message>
      <source>Nothing useful is left in integers: none of the multiply-accumulates.</source>
      <translation>整数中已不剩任何有用的部分：没有一个乘加运算。</translation>
    </message>
    <message>
      <source>Nothing was changed; a copy from before lies in {kept}.</source>
      <translation>未作任何更改；之前的副本在 {kept}。</translation>
    </message>
    <message>
      <source>Nothing was written after {trials}. Which ops are kept and what calibrates bring a variant back to its source at most: lower the goal, or train the model on.</source>
      <translation>经过 {trials}，未写入任何文件。保留哪些算子、用什么校准，最多只能让变体回到源模型的水平：请降低目标，或继续训练模型。</translation>
    </message>
    <message>
      <source>Nothing was written. Calibrate with other data, or lower the goal.</source>
      <translation>未写入任何文件。请使用其他校准数据，或降低目标。</translation>
    </message>
    <message>
      <source>Notify after</source>
      <translation>通知时限</translation>
    </message>
    <message>
      <source>ONNX IR version</source>
      <translation>ONNX IR 版本</translation>
    </message>
    <message>
      <source>ONNX Runtime cannot load {path}</source>
      <translation>ONNX Runtime 无法加载 {path}</translation>
    </message>
    <message>
      <source>ONNX Runtime · CPU</source>
      <translation>ONNX Runtime · CPU</translation>
    </message>
    <message>
      <source>ONNX converter</source>
      <translation>ONNX 转换器</translation>
    </message>
    <message>
      <source>Of a model that computes much, fewer are run, and the data may have no more.</source>
      <translation>计算量大的模型运行的样本较少，数据中也可能没有更多样本。</translation>
    </message>
    <message>
      <source>On Linux, install Studio with its extra “gpu”; elsewhere TensorFlow has no CUDA.</source>
      <translation>在 Linux 上请安装 Studio 的附加组件“gpu”；在其他系统上 TensorFlow 不支持 CUDA。</translation>
    </message>
    <message>
      <source>On the calibration data the model computes infinite values: {ops}</source>
      <translation>在校准数据上，模型计算出无穷大的值：{ops}</translation>
    </message>
    <message>
      <source>One command cannot say this: its models are opened in different ways</source>
      <translation>一条命令无法表达：其中的模型以不同方式打开</translation>
    </message>
    <message>
      <source>One sample after another, as fast as they are done. Latency counts.</source>
      <translation>样本逐个处理，做完一个接下一个。看延迟。</translation>
    </message>
    <message>
      <source>One sample of {count} is {step}: {goal} is finer than they can tell.</source>
      <translation>{count} 个样本中的一个即为 {step}：{goal} 比这些样本能分辨的更细。</translation>
    </message>
    <message>
      <source>One scale for each output channel of a weight, for the whole tensor, or for each block of so many inputs; blocks only in fully connected ops whose inputs they divide.</source>
      <translation>权重的每个输出通道、整个张量或每若干个输入的块各一个缩放系数；块只用于输入数能被其整除的全连接算子。</translation>
    </message>
    <message>
      <source>One scale for each output channel of a weight, or one for the whole tensor.</source>
      <translation>权重的每个输出通道一个缩放系数，或整个张量一个。</translation>
    </message>
    <message>
      <source>One variant of each common kind, to be measured beside each other.</source>
      <translation>每种常用类型各一个变体，以便并排测量。</translation>
    </message>
    <message>
      <source>Only Keras 2 reads {path}: {reason}</source>
      <translation>只有 Keras 2 能读取 {path}：{reason}</translation>
    </message>
    <message>
      <source>Only TensorFlow's converter can keep ops of TensorFlow, from files of TensorFlow</source>
      <translation>只有 TensorFlow 的转换器才能保留 TensorFlow 的算子，而且只能从 TensorFlow 的文件</translation>
    </message>
    <message>
      <source>Only converting shows whether enough weights are zero</source>
      <translation>是否有足够多的权重为零，只有转换后才知道</translation>
    </message>
    <message>
      <source>Only dimensions shown as ? can be chosen.</source>
      <translation>只能选择显示为 ? 的维度。</translation>
    </message>
    <message>
      <source>Only if you trust what stands in it by now, allow it ({by:custom-code}).</source>
      <translation>仅当您信任其中现在的内容时才允许运行（{by:custom-code}）。</translation>
    </message>
    <message>
      <source>Only if you trust where it comes from, open it with code allowed ({by:allow-code}).</source>
      <translation>仅当信任其来源时，才允许代码打开（{by:allow-code}）。</translation>
    </message>
    <message>
      <source>Only litert-cpu keeps records of single ops: choose that target.</source>
      <translation>只有 litert-cpu 会记录单个算子：请选择该目标。</translation>
    </message>
    <message>
      <source>Only one with a graph (NAME.meta beside NAME.index and NAME.data-…) can be opened; TensorFlow 2 writes none: what the weights belong to stands in the program. Build the model there, restore the checkpoint into it, and export a SavedModel (tf.saved_model.save, or model.export in Keras); open that.</source>
      <translation>只有带图的检查点（NAME.index 和 NAME.data-… 旁边有 NAME.meta）才能打开；TensorFlow 2 不写图：权重属于什么只写在程序里。请在那里构建模型，把检查点恢复进去，再导出 SavedModel（tf.saved_model.save，或 Keras 的 model.export），然后打开它。</translation>
    </message>
    <message>
      <source>Only the outermost part of a model can be cut: choose a tensor there.</source>
      <translation>只能切分模型的最外层：请在那里选择张量。</translation>
    </message>
    <message>
      <source>Only what TensorFlow converts can be cut as a graph: Keras, SavedModel, GraphDef, checkpoint. Bisect the network as one of these where there is one; else its log and the model are what is needed to find the cause ({by:report}).</source>
      <translation>只有 TensorFlow 转换的格式才能作为计算图缩减：Keras、SavedModel、GraphDef、检查点。如果有其中一种形式的网络，请对它缩减；否则查找原因需要它的日志和模型（{by:report}）。</translation>
    </message>
    <message>
      <source>Only {count} samples were compared with {other} of the evaluation data, and none is in both</source>
      <translation>只比较了 {count} 个样本与评估数据的 {other} 个样本，没有共同的样本</translation>
    </message>
    <message>
      <source>Open it again, or convert again, to see it as it is now.</source>
      <translation>请重新打开它，或重新转换，以查看其当前内容。</translation>
    </message>
    <message>
      <source>Open the float model that it was made from.</source>
      <translation>请打开生成它的浮点模型。</translation>
    </message>
    <message>
      <source>Open the log for what it said last; try again with fewer files.</source>
      <translation>请打开日志查看最后的输出；减少文件后重试。</translation>
    </message>
    <message>
      <source>Opening {path} needs the package “onnx”, which is not installed</source>
      <translation>打开 {path} 需要软件包“onnx”，但它没有安装</translation>
    </message>
    <message>
      <source>Ops alone do not make it die (variables, or the way over an exported SavedModel, may), so no part was saved. Its log and the model are what is needed to find the cause ({by:report}).</source>
      <translation>仅靠算子不会使它崩溃（变量，或经由导出的 SavedModel 的路线，则可能），因此没有保存任何部分。查找原因需要它的日志和模型（{by:report}）。</translation>
    </message>
    <message>
      <source>Ops before it depend on other subgraphs or on state.</source>
      <translation>它之前的算子依赖其他子图或状态。</translation>
    </message>
    <message>
      <source>Ops came out in another precision than the per-op list says</source>
      <translation>有算子的精度与逐算子列表所说的不同</translation>
    </message>
    <message>
      <source>Ops outside of the delegate</source>
      <translation>委托之外的算子</translation>
    </message>
    <message>
      <source>Options without a command: what is to be done with {path}?</source>
      <translation>只有选项而没有命令：要对 {path} 做什么？</translation>
    </message>
    <message>
      <source>Or convert it where both are: litert_torch.convert(torch.export.load("model.pt2").module(), (sample_input,)).export("model.tflite"). Open the .tflite here.</source>
      <translation>或在两者都有的环境中转换：litert_torch.convert(torch.export.load("model.pt2").module(), (sample_input,)).export("model.tflite")。然后在此打开 .tflite。</translation>
    </message>
    <message>
      <source>Or make it yourself: python3.12 -m venv FOLDER, then FOLDER/bin/pip install onnx2tf==2.6.9; name FOLDER in the settings: {by:onnx-environment}.</source>
      <translation>或自行创建：python3.12 -m venv FOLDER，然后 FOLDER/bin/pip install onnx2tf==2.6.9；并在设置中填写 FOLDER：{by:onnx-environment}。</translation>
    </message>
    <message>
      <source>Other input shapes or another signature may avoid it. A frozen GraphDef (.pb) by the program that made the model can be bisected; else its log and the model are what is needed to find the cause ({by:report}).</source>
      <translation>换用其他输入形状或签名也许可以避开。由制作模型的程序冻结的 GraphDef（.pb）可以缩减；否则查找原因需要它的日志和模型（{by:report}）。</translation>
    </message>
    <message>
      <source>Other measurements meanwhile</source>
      <translation>期间其他测量</translation>
    </message>
    <message>
      <source>Other programs kept the machine busy ({percent} %): latencies may be too high</source>
      <translation>其他程序占用了机器（{percent} %）：延迟可能偏高</translation>
    </message>
    <message>
      <source>Parameters</source>
      <translation>参数</translation>
    </message>
    <message>
      <source>Pass typical inputs with --calibration FILE.npz; --random-calibration does without, and the result says so for ever.</source>
      <translation>请用 --calibration FILE.npz 提供典型输入；--random-calibration 则无需数据，但结果会永远带此标记。</translation>
    </message>
    <message>
      <source>Per-op precision</source>
      <translation>逐算子精度</translation>
    </message>
    <message>
      <source>Pick a sample of a data set instead.</source>
      <translation>请改选数据集中的一个样本。</translation>
    </message>
    <message>
      <source>Pick a sample of a data set, or a picture.</source>
      <translation>请选择数据集中的一个样本，或一张图片。</translation>
    </message>
    <message>
      <source>Pictures and sounds reach 0.4 and more. Calibrate with real inputs.</source>
      <translation>图片和声音可达 0.4 以上。请用真实输入校准。</translation>
    </message>
    <message>
      <source>Placement</source>
      <translation>放置</translation>
    </message>
    <message>
      <source>Plain float32</source>
      <translation>普通 float32</translation>
    </message>
    <message>
      <source>Power</source>
      <translation>电源</translation>
    </message>
    <message>
      <source>Power source</source>
      <translation>电源</translation>
    </message>
    <message>
      <source>Pre-processing</source>
      <translation>预处理</translation>
    </message>
    <message>
      <source>Pre-processing is declared, but no data that it is of</source>
      <translation>声明了预处理，却没有相应的数据</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>精度</translation>
    </message>
    <message>
      <source>Precisions that single ops can be kept in there: {offered}.</source>
      <translation>那里单个算子可以保持的精度：{offered}。</translation>
    </message>
    <message>
      <source>Processor</source>
      <translation>处理器</translation>
    </message>
    <message>
      <source>Profile again; the details say what was wrong with them.</source>
      <translation>请重新剖析；详情中说明了记录的问题所在。</translation>
    </message>
    <message>
      <source>Profiling a run on the GPU fails in LiteRT and yields nothing but zeros. Profile the file on litert-cpu, or measure it on the GPU as a whole.</source>
      <translation>在 LiteRT 中剖析 GPU 上的运行会失败，只得到零。请在 litert-cpu 上剖析该文件，或在 GPU 上整体测量。</translation>
    </message>
    <message>
      <source>Put .png, .jpg or .wav files into it, or into one subfolder for each class.</source>
      <translation>请放入 .png、.jpg 或 .wav 文件，或每个类别一个子文件夹。</translation>
    </message>
    <message>
      <source>PyTorch</source>
      <translation>PyTorch</translation>
    </message>
    <message>
      <source>PyTorch {version} cannot load {path}: {reason}</source>
      <translation>PyTorch {version} 无法载入 {path}：{reason}</translation>
    </message>
    <message>
      <source>PyTorch · CPU</source>
      <translation>PyTorch · CPU</translation>
    </message>
    <message>
      <source>Python</source>
      <translation>Python</translation>
    </message>
    <message>
      <source>QUANTIZE and DEQUANTIZE compute nothing. Integer inputs and outputs, or quantizing the ops between them as well, saves them.</source>
      <translation>QUANTIZE 和 DEQUANTIZE 不做任何计算。使用整数输入输出，或把它们之间的算子也量化，就能省去它们。</translation>
    </message>
    <message>
      <source>Quantize the model that it was made from while converting that.</source>
      <translation>请在转换其源模型时进行量化。</translation>
    </message>
    <message>
      <source>Quantize the original float model: doing it twice only adds error.</source>
      <translation>请量化原始浮点模型：重复量化只会增加误差。</translation>
    </message>
    <message>
      <source>Quantizing failed ({tool})</source>
      <translation>量化失败（{tool}）</translation>
    </message>
    <message>
      <source>Queries arrive at random at a mean rate; latency counts from the moment at which a query was due, so waiting is part of it.</source>
      <translation>查询按平均速率随机到达；延迟从查询应到的时刻算起，因此包含等待时间。</translation>
    </message>
    <message>
      <source>Queries arrived at {rate} a second</source>
      <translation>请求以每秒 {rate} 个的速率到达</translation>
    </message>
    <message>
      <source>RMSE</source>
      <translation>RMSE</translation>
    </message>
    <message>
      <source>RMSE / range</source>
      <translation>RMSE / 范围</translation>
    </message>
    <message>
      <source>RMSE over the source's range</source>
      <translation>RMSE / 源模型的范围</translation>
    </message>
    <message>
      <source>Random inputs</source>
      <translation>随机输入</translation>
    </message>
    <message>
      <source>Random values, or the model's own data (evaluation data, else calibration data), pre-processed as declared for it. The command line has --data for that.</source>
      <translation>随机值，或模型自己的数据（评估数据，否则为校准数据），按其声明的方式预处理。命令行用 --data 指定。</translation>
    </message>
    <message>
      <source>Ranges measured on one sample clip all others: choose different samples.</source>
      <translation>只用一个样本测得的范围会截断其他样本：请选择不同的样本。</translation>
    </message>
    <message>
      <source>Rate</source>
      <translation>速率</translation>
    </message>
    <message>
      <source>Read both sets with the preprocessing that the model was trained with.</source>
      <translation>请用模型训练时的预处理来读取两个数据集。</translation>
    </message>
    <message>
      <source>Record {record} of {path} cannot be read: {what}</source>
      <translation>无法读取 {path} 的第 {record} 条记录：{what}</translation>
    </message>
    <message>
      <source>Reference kernels</source>
      <translation>参考内核</translation>
    </message>
    <message>
      <source>Remove those samples; check the declared preprocessing.</source>
      <translation>请移除这些样本；检查所声明的预处理。</translation>
    </message>
    <message>
      <source>Repeated samples measure nothing new: choose different ones.</source>
      <translation>重复的样本测不出新东西：请选择不同的样本。</translation>
    </message>
    <message>
      <source>Replace ops that LiteRT lacks where the model is defined, and export it anew.</source>
      <translation>请在模型定义处替换 LiteRT 缺少的算子，然后重新导出。</translation>
    </message>
    <message>
      <source>Replace tf.py_function by TensorFlow ops before exporting.</source>
      <translation>导出前请用 TensorFlow 算子替换 tf.py_function。</translation>
    </message>
    <message>
      <source>Replace these ops in the model, or end it before them and do their work outside.</source>
      <translation>在模型中替换这些算子，或让模型在它们之前结束，把其余工作放到外部。</translation>
    </message>
    <message>
      <source>Resample it: Studio does not, since how it is done decides the result.</source>
      <translation>请自行重采样：Studio 不做，因为做法会决定结果。</translation>
    </message>
    <message>
      <source>Reshape the data, or fix the model's input shape ({by:shapes}); the preprocessing of pictures can resize them ({by:resize}).</source>
      <translation>请改变数据的形状，或固定模型的输入形状（{by:shapes}）；图片可由预处理缩放（{by:resize}）。</translation>
    </message>
    <message>
      <source>Right in one only</source>
      <translation>仅一方正确</translation>
    </message>
    <message>
      <source>Rounding</source>
      <translation>舍入</translation>
    </message>
    <message>
      <source>Run the check again.</source>
      <translation>请重新运行检查。</translation>
    </message>
    <message>
      <source>Run “git lfs pull” in its repository to fetch the real file.</source>
      <translation>请在其仓库中运行“git lfs pull”以获取真实文件。</translation>
    </message>
    <message>
      <source>Running the source model failed</source>
      <translation>运行源模型失败</translation>
    </message>
    <message>
      <source>Running {path} failed: {reason}</source>
      <translation>运行 {path} 失败：{reason}</translation>
    </message>
    <message>
      <source>Runs of each variant in each process that are not counted.</source>
      <translation>每个变体在每个进程中不计入结果的运行次数。</translation>
    </message>
    <message>
      <source>Runtime</source>
      <translation>运行时</translation>
    </message>
    <message>
      <source>Same class as the source</source>
      <translation>与源模型类别相同</translation>
    </message>
    <message>
      <source>Sample</source>
      <translation>样本</translation>
    </message>
    <message>
      <source>Samples that are answered otherwise than by the source</source>
      <translation>回答与来源不同的样本</translation>
    </message>
    <message>
      <source>Samples that differ most from the source</source>
      <translation>与来源相差最大的样本</translation>
    </message>
    <message>
      <source>Save a report…</source>
      <translation>保存报告…</translation>
    </message>
    <message>
      <source>Save a smaller part of the data.</source>
      <translation>请保存较小的一部分数据。</translation>
    </message>
    <message>
      <source>Save at least one sample.</source>
      <translation>请至少保存一个样本。</translation>
    </message>
    <message>
      <source>Save it again in the Studio that it came from.</source>
      <translation>请在生成它的 Studio 中重新保存。</translation>
    </message>
    <message>
      <source>Save it again with a current version, or export it as a SavedModel.</source>
      <translation>请用当前版本重新保存，或导出为 SavedModel。</translation>
    </message>
    <message>
      <source>Save it as .wav with 16-bit integers or 32-bit floats.</source>
      <translation>请另存为 16 位整数或 32 位浮点的 .wav。</translation>
    </message>
    <message>
      <source>Save it exactly as {wanted}, first the samples.</source>
      <translation>请严格按 {wanted} 保存，样本在第一维。</translation>
    </message>
    <message>
      <source>Save it in another format with the program that made it, and bisect that file; else its log and the model are what is needed to find the cause ({by:report}).</source>
      <translation>请用制作它的程序另存为其他格式，并对该文件缩减；否则查找原因需要它的日志和模型（{by:report}）。</translation>
    </message>
    <message>
      <source>Save numbers: floats, integers or booleans.</source>
      <translation>请保存数字：浮点、整数或布尔值。</translation>
    </message>
    <message>
      <source>Save the arrays with numpy.savez (x for inputs, y for labels), or give a .csv, a TFRecord, or a folder of pictures or sounds.</source>
      <translation>请用 numpy.savez 保存数组（x 为输入，y 为标签），或提供 .csv、TFRecord，或图片/声音文件夹。</translation>
    </message>
    <message>
      <source>Save the inputs as x and the labels as y.</source>
      <translation>请把输入存为 x，把标签存为 y。</translation>
    </message>
    <message>
      <source>Save them as y, or name the source, to see how far the answers are its. It has: {keys}.</source>
      <translation>请将标签存为 y,或指出源模型以查看回答与其相差多少。文件中有:{keys}。</translation>
    </message>
    <message>
      <source>Save whole class numbers (samples, height, width) as y; 255 means no class.</source>
      <translation>请将整数类别号(样本、高、宽)存为 y;255 表示无类别。</translation>
    </message>
    <message>
      <source>Say how it was made: --optimize or --recipe.</source>
      <translation>请说明其生成方式：--optimize 或 --recipe。</translation>
    </message>
    <message>
      <source>Scales</source>
      <translation>缩放系数</translation>
    </message>
    <message>
      <source>Scales for blocks of inputs cannot be chosen by MSE</source>
      <translation>输入分块的缩放系数不能用 MSE 选取</translation>
    </message>
    <message>
      <source>Scenarios</source>
      <translation>场景</translation>
    </message>
    <message>
      <source>Set the route to “auto”, and fix the batch.</source>
      <translation>请将路线设为“auto”，并固定批次。</translation>
    </message>
    <message>
      <source>Several tensors of the model are called “{name}”</source>
      <translation>模型中有多个名为“{name}”的张量</translation>
    </message>
    <message>
      <source>Several threads work: their CPU time is no latency.</source>
      <translation>有多个线程在工作：它们的 CPU 时间不是延迟。</translation>
    </message>
    <message>
      <source>Shapes and batch can be chosen when converting from Keras or a SavedModel.</source>
      <translation>从 Keras 或 SavedModel 转换时可选择形状和批次。</translation>
    </message>
    <message>
      <source>Share of a run that each op takes, by the newest profile.</source>
      <translation>按最新的剖析，每个算子占一次运行的比例。</translation>
    </message>
    <message>
      <source>Short</source>
      <translation>短时</translation>
    </message>
    <message>
      <source>Smallest</source>
      <translation>最小</translation>
    </message>
    <message>
      <source>So nothing was tried, and nothing was written.</source>
      <translation>因此没有进行试验，也没有写入任何文件。</translation>
    </message>
    <message>
      <source>Some input dimensions are not known: {inputs}</source>
      <translation>有些输入维度未知：{inputs}</translation>
    </message>
    <message>
      <source>Some op inside depends on the shape that the model was made with.</source>
      <translation>内部某个算子依赖模型创建时的形状。</translation>
    </message>
    <message>
      <source>Something on this machine ended it. Try again; the lane works as before.</source>
      <translation>本机上的某个程序终止了它。请重试；通道照常工作。</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>源模型</translation>
    </message>
    <message>
      <source>Sparse encoding</source>
      <translation>稀疏编码</translation>
    </message>
    <message>
      <source>Sparse encoding needs {least} of zeros in one tensor. Prune the model while it is trained, then this makes it smaller.</source>
      <translation>稀疏编码需要某个张量中至少有 {least} 的零。在训练时对模型剪枝，之后此项才会使它变小。</translation>
    </message>
    <message>
      <source>Sparsity</source>
      <translation>稀疏度</translation>
    </message>
    <message>
      <source>Start it again.</source>
      <translation>请重新启动。</translation>
    </message>
    <message>
      <source>Stolen by the host</source>
      <translation>被宿主机占用</translation>
    </message>
    <message>
      <source>Storage</source>
      <translation>存储</translation>
    </message>
    <message>
      <source>Stores float weights without their zeros where enough of them are zero already (pruned); the numbers stay the same; it makes no weight zero itself.</source>
      <translation>在已有足够多的零（剪枝过）时，存储浮点权重并省去零；数值保持不变；自身不会把权重变为零。</translation>
    </message>
    <message>
      <source>Stores weights and activations as int8 and computes in int8 where an op can; the ranges of the activations are measured on calibration data.</source>
      <translation>以 int8 存储权重和激活值，能用 int8 的算子以 int8 计算；激活值的范围由校准数据测得。</translation>
    </message>
    <message>
      <source>Stores weights as float16 and widens them to float32, in which ops compute; needs no data.</source>
      <translation>以 float16 存储权重，使用时展开为 float32，算子以 float32 计算；无需数据。</translation>
    </message>
    <message>
      <source>Stores weights as int8 and activations as int16 and computes so where an op can; the ranges of the activations are measured on calibration data.</source>
      <translation>权重存为 int8，激活存为 int16，算子能够时也这样计算；激活的取值范围在校准数据上测量。</translation>
    </message>
    <message>
      <source>Stores weights as int8 and quantizes activations to int8 while running; ops that cannot compute so stay in float32; needs no data.</source>
      <translation>以 int8 存储权重，运行时把激活值量化为 int8；不能这样计算的算子保持 float32；无需数据。</translation>
    </message>
    <message>
      <source>Stores weights as int8 and widens them to float32, in which ops compute; needs no data.</source>
      <translation>以 int8 存储权重，使用时展开为 float32，算子以 float32 计算；无需数据。</translation>
    </message>
    <message>
      <source>Stores weights of convolutions and fully connected ops as int4, those of other ops as int8, and quantizes activations to int8 while running; needs no data.</source>
      <translation>卷积和全连接算子的权重存为 int4，其他算子的权重存为 int8，运行时把激活量化为 int8；不需要数据。</translation>
    </message>
    <message>
      <source>Stores weights of convolutions and fully connected ops as int4, those of other ops as int8, and widens them to float32, in which ops compute; needs no data.</source>
      <translation>卷积和全连接算子的权重存为 int4，其他算子的权重存为 int8，并展宽为 float32 进行计算；不需要数据。</translation>
    </message>
    <message>
      <source>Streams</source>
      <translation>并行流</translation>
    </message>
    <message>
      <source>Studio cannot feed text; do the text processing outside of the model.</source>
      <translation>Studio 不能输入文本；请在模型之外处理文本。</translation>
    </message>
    <message>
      <source>Studio cannot feed the input “{name}” of type {dtype}</source>
      <translation>Studio 无法为类型 {dtype} 的输入“{name}”提供数据</translation>
    </message>
    <message>
      <source>Studio handles models that are one file; export it again with the weights inside.</source>
      <translation>Studio 只处理单个文件的模型；请把权重一起导出到文件内。</translation>
    </message>
    <message>
      <source>Studio itself failed ({type})</source>
      <translation>Studio 自身出错（{type}）</translation>
    </message>
    <message>
      <source>Studio keeps trying. Check the free space of the disk; save a .studio file elsewhere.</source>
      <translation>Studio 会继续尝试。请检查磁盘剩余空间；可将 .studio 文件保存到别处。</translation>
    </message>
    <message>
      <source>Studio knows its interface for other versions or systems only. The classic interpreter works: {by:interpreter}.</source>
      <translation>Studio 只了解其他版本或系统的接口。经典解释器可用：{by:interpreter}。</translation>
    </message>
    <message>
      <source>Studio never unpickles data, since that can run code; save plain number arrays.</source>
      <translation>Studio 从不反序列化 pickle 数据，因为那可能运行代码；请保存普通数字数组。</translation>
    </message>
    <message>
      <source>Studio opens: {known}.</source>
      <translation>Studio 可打开：{known}。</translation>
    </message>
    <message>
      <source>Studio reads tf.train.Example with numbers, or pictures as PNG or JPEG.</source>
      <translation>Studio 读取含数字或 PNG/JPEG 图片的 tf.train.Example。</translation>
    </message>
    <message>
      <source>Studio runs models on numbers only; turn the text into numbers before the model.</source>
      <translation>Studio 只在数字上运行模型；请在模型之前把文本变成数字。</translation>
    </message>
    <message>
      <source>Studio shows the graph but cannot convert or run such a model.</source>
      <translation>Studio 可显示计算图，但不能转换或运行这样的模型。</translation>
    </message>
    <message>
      <source>Studio starts each sample of a check with fresh state.</source>
      <translation>检查时 Studio 对每个样本都从全新状态开始。</translation>
    </message>
    <message>
      <source>Such a range cannot be quantized. Either the data are not what the model was trained on, or an op overflows (a division by zero, a logarithm of zero, an exponential).</source>
      <translation>这样的范围无法量化。要么数据与模型训练所用的不同，要么有算子溢出（除以零、零的对数、指数）。</translation>
    </message>
    <message>
      <source>Such outputs cannot be compared sample by sample.</source>
      <translation>这样的输出无法逐样本比较。</translation>
    </message>
    <message>
      <source>Such ranges cannot be quantized: check the declared preprocessing.</source>
      <translation>这样的范围无法量化：请检查所声明的预处理。</translation>
    </message>
    <message>
      <source>Sustained</source>
      <translation>持续</translation>
    </message>
    <message>
      <source>Sustained time</source>
      <translation>持续时间</translation>
    </message>
    <message>
      <source>System</source>
      <translation>系统</translation>
    </message>
    <message>
      <source>System check</source>
      <translation>系统检查</translation>
    </message>
    <message>
      <source>Take the slow route, over an exported SavedModel ({by:slow-route}).</source>
      <translation>走慢速路线，先导出 SavedModel（{by:slow-route}）。</translation>
    </message>
    <message>
      <source>Target</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Targets</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Task</source>
      <translation>任务</translation>
    </message>
    <message>
      <source>Temperature</source>
      <translation>温度</translation>
    </message>
    <message>
      <source>Temperature (°C)</source>
      <translation>温度（°C）</translation>
    </message>
    <message>
      <source>TensorFlow cannot prepare {path} for inputs of these shapes: {shapes}</source>
      <translation>TensorFlow 无法为以下形状的输入准备 {path}：{shapes}</translation>
    </message>
    <message>
      <source>TensorFlow computes in threads of its own, even where one is asked for: their CPU time is no latency.</source>
      <translation>即使只要求一个线程，TensorFlow 也在自己的线程中计算：它们的 CPU 时间不是延迟。</translation>
    </message>
    <message>
      <source>TensorFlow ops inside: {ops}</source>
      <translation>内含 TensorFlow 算子：{ops}</translation>
    </message>
    <message>
      <source>TensorFlow ops were allowed (select-tf-ops), and that does not help here.</source>
      <translation>已允许 TensorFlow 算子（select-tf-ops），但在这里没有帮助。</translation>
    </message>
    <message>
      <source>TensorFlow runs in this process already, with other settings than {target} needs</source>
      <translation>TensorFlow 已在此进程中运行，其设置与 {target} 所需的不同</translation>
    </message>
    <message>
      <source>TensorFlow sees no CUDA device</source>
      <translation>TensorFlow 找不到 CUDA 设备</translation>
    </message>
    <message>
      <source>TensorFlow version</source>
      <translation>TensorFlow 版本</translation>
    </message>
    <message>
      <source>TensorFlow · CPU</source>
      <translation>TensorFlow · CPU</translation>
    </message>
    <message>
      <source>TensorFlow · GPU</source>
      <translation>TensorFlow · GPU</translation>
    </message>
    <message>
      <source>TensorFlow's converter refused this model: {reason}</source>
      <translation>TensorFlow 的转换器拒绝了此模型：{reason}</translation>
    </message>
    <message>
      <source>TensorFlow's converter refused: {ops}</source>
      <translation>TensorFlow 的转换器拒绝了：{ops}</translation>
    </message>
    <message>
      <source>That is what converting and quantizing did; which op, {by:diagnose} says.</source>
      <translation>这是转换和量化造成的；{by:diagnose} 会指出是哪个算子。</translation>
    </message>
    <message>
      <source>That is what converting did; nothing is quantized. Which op, {by:diagnose} says.</source>
      <translation>这是转换造成的；没有任何量化。{by:diagnose} 会指出是哪个算子。</translation>
    </message>
    <message>
      <source>That makes the float32 file up to {saved} smaller.</source>
      <translation>这使 float32 文件最多变小 {saved}。</translation>
    </message>
    <message>
      <source>That needs {least} of zeros in one tensor; the most has {name}: {most}. Prune the model while it is trained, then this makes it smaller.</source>
      <translation>这需要某个张量中至少有 {least} 的零；零最多的是 {name}：{most}。在训练时对模型剪枝，之后此项才会使它变小。</translation>
    </message>
    <message>
      <source>The GPU refuses a program that LiteRT made for {path}</source>
      <translation>GPU 拒绝了 LiteRT 为 {path} 生成的程序</translation>
    </message>
    <message>
      <source>The Python environment in which onnx2tf is installed. Empty: the one that Studio makes, or what is on the search path.</source>
      <translation>安装有 onnx2tf 的 Python 环境。留空：用 Studio 创建的环境，或搜索路径上的。</translation>
    </message>
    <message>
      <source>The Python file {path} cannot be read</source>
      <translation>无法读取 Python 文件 {path}</translation>
    </message>
    <message>
      <source>The arms are numbered from 0 to {last}: file by file, each on its targets.</source>
      <translation>各测量对象编号为 0 到 {last}：逐个文件，各按其目标排列。</translation>
    </message>
    <message>
      <source>The arrays hold different numbers of samples ({counts})</source>
      <translation>各数组的样本数不同（{counts}）</translation>
    </message>
    <message>
      <source>The artifact is broken: convert again by another route, or optimize less.</source>
      <translation>产物已损坏：请用其他路线重新转换，或减少优化。</translation>
    </message>
    <message>
      <source>The artifact lacks this output</source>
      <translation>产物缺少此输出</translation>
    </message>
    <message>
      <source>The artifact lost its information: use other calibration data or less quantization.</source>
      <translation>产物丢失了信息：请使用其他校准数据或减少量化。</translation>
    </message>
    <message>
      <source>The artifact was made, but running it for the check failed: {what}</source>
      <translation>产物已生成，但为检查运行它时失败：{what}</translation>
    </message>
    <message>
      <source>The cache folder {path} cannot be written</source>
      <translation>无法写入缓存文件夹 {path}</translation>
    </message>
    <message>
      <source>The calibration could not be examined</source>
      <translation>无法检查校准</translation>
    </message>
    <message>
      <source>The calibration data for “{name}” hold NaN or infinite values</source>
      <translation>“{name}”的校准数据含有 NaN 或无穷值</translation>
    </message>
    <message>
      <source>The calibration data for “{name}” hold values beyond {limit}</source>
      <translation>“{name}”的校准数据含有超过 {limit} 的值</translation>
    </message>
    <message>
      <source>The calibration data hold no samples</source>
      <translation>校准数据不含样本</translation>
    </message>
    <message>
      <source>The classic interpreter may: {by:interpreter}.</source>
      <translation>经典解释器也许可以：{by:interpreter}。</translation>
    </message>
    <message>
      <source>The classic interpreter runs such files: {by:interpreter}.</source>
      <translation>经典解释器可以运行这类文件：{by:interpreter}。</translation>
    </message>
    <message>
      <source>The converted file reads variables that nothing fills: {names}</source>
      <translation>转换后的文件读取了未填充的变量：{names}</translation>
    </message>
    <message>
      <source>The data are whole numbers and went into a float input unscaled</source>
      <translation>数据是整数，未经缩放就送入了浮点输入</translation>
    </message>
    <message>
      <source>The data doctor warns of {path} (warnings: {count}). {first}</source>
      <translation>数据医生对 {path} 提出警告（警告数：{count}）。{first}</translation>
    </message>
    <message>
      <source>The declared picture steps do not fit “{key}”: a sample is {given}</source>
      <translation>所声明的图片步骤与“{key}”不符：一个样本是 {given}</translation>
    </message>
    <message>
      <source>The declared preprocessing does not fit “{key}” with {channels} channels</source>
      <translation>所声明的预处理与“{key}”的 {channels} 个通道不符</translation>
    </message>
    <message>
      <source>The defaults are in force. The old file was kept as {kept}.</source>
      <translation>已采用默认设置。旧文件保留为 {kept}。</translation>
    </message>
    <message>
      <source>The details have TensorFlow's own words.</source>
      <translation>详细信息中有 TensorFlow 的原话。</translation>
    </message>
    <message>
      <source>The details have its own words.</source>
      <translation>详情中有它的原话。</translation>
    </message>
    <message>
      <source>The details have its own words. The classic interpreter may run the file: {by:interpreter}.</source>
      <translation>详情中有它的原话。经典解释器也许能运行该文件：{by:interpreter}。</translation>
    </message>
    <message>
      <source>The details have its own words. The slow route is another way.</source>
      <translation>详情中有其原话。慢速路线是另一种途径。</translation>
    </message>
    <message>
      <source>The details have the place. Mend the file, or name another.</source>
      <translation>详情中有出错的位置。请修正该文件，或指定另一个。</translation>
    </message>
    <message>
      <source>The details have the quantizer's own words. Keep fewer ops, or use int8.</source>
      <translation>详情中有量化器的原话。请少保留一些算子，或使用 int8。</translation>
    </message>
    <message>
      <source>The details have the runtime's own words.</source>
      <translation>详情中有运行时的原话。</translation>
    </message>
    <message>
      <source>The error is large compared with the range of the source's output</source>
      <translation>误差相对于源模型的输出范围较大</translation>
    </message>
    <message>
      <source>The error of each op's outputs with all that came before, in % of the float tensor's range: the cumulative error, or that by channel where it is worse.</source>
      <translation>每个算子输出的误差，含此前累积的全部误差，以浮点张量取值范围的百分比表示：取累积误差；若按通道更差，则取按通道的误差。</translation>
    </message>
    <message>
      <source>The errors that come together are those of the whole file.</source>
      <translation>累积误差来自整个文件。</translation>
    </message>
    <message>
      <source>The file does not say what its inputs and outputs are: {inputs} → {outputs} here</source>
      <translation>文件没有说明其输入和输出：这里取 {inputs} → {outputs}</translation>
    </message>
    <message>
      <source>The file has 0 bytes; download or export it again.</source>
      <translation>文件为 0 字节；请重新下载或导出。</translation>
    </message>
    <message>
      <source>The file holds nothing of what the optimization promises</source>
      <translation>文件中没有此优化应带来的内容</translation>
    </message>
    <message>
      <source>The file holds other graphs as well, by their tags: {known}</source>
      <translation>文件中还有其他图，其标签为：{known}</translation>
    </message>
    <message>
      <source>The file is no smaller than the plain float32 .tflite.</source>
      <translation>该文件不比普通的 float32 .tflite 小。</translation>
    </message>
    <message>
      <source>The file is not smaller than the float32 .tflite that it was made from</source>
      <translation>该文件不小于其来源的 float32 .tflite</translation>
    </message>
    <message>
      <source>The file is the plain float32 one.</source>
      <translation>该文件就是普通的 float32 文件。</translation>
    </message>
    <message>
      <source>The file may be damaged or far larger than any model seen so far.</source>
      <translation>文件可能已损坏，或远大于迄今所见的任何模型。</translation>
    </message>
    <message>
      <source>The file may be damaged or need a newer version; the details have its own words.</source>
      <translation>文件可能已损坏，或需要更新的版本；详细信息中有它的原话。</translation>
    </message>
    <message>
      <source>The file may be damaged, or need a newer LiteRT; the details have its own words.</source>
      <translation>文件可能已损坏，或需要更新的 LiteRT；详情中有其原话。</translation>
    </message>
    <message>
      <source>The file runs only where a runtime brings these ops along.</source>
      <translation>只有自带这些算子的运行时才能运行该文件。</translation>
    </message>
    <message>
      <source>The file was made and kept, but its check was ended before it was done</source>
      <translation>文件已生成并保留，但其检查在完成前被终止</translation>
    </message>
    <message>
      <source>The file's weights are int8 and its activations float: the runtime converts them in every run. Full int8 does that once, when converting the model.</source>
      <translation>文件的权重是 int8，激活是浮点：运行时每次运行都要转换。全 int8 只在转换模型时做一次。</translation>
    </message>
    <message>
      <source>The files behind the model are not in the artifact: they cannot be read</source>
      <translation>模型后面附带的文件未包含在产物中：它们无法读取</translation>
    </message>
    <message>
      <source>The folder {path} cannot be used</source>
      <translation>无法使用文件夹 {path}</translation>
    </message>
    <message>
      <source>The graph of {path} cannot be frozen</source>
      <translation>无法冻结 {path} 的图</translation>
    </message>
    <message>
      <source>The history has other raw samples of the measurement {run} than the file opened</source>
      <translation>历史记录中测量 {run} 的原始样本与所打开文件中的不同</translation>
    </message>
    <message>
      <source>The history in {path} cannot be opened</source>
      <translation>无法打开 {path} 中的历史</translation>
    </message>
    <message>
      <source>The history in {path} could not be brought up to date</source>
      <translation>无法更新 {path} 中的历史</translation>
    </message>
    <message>
      <source>The history in {path} was damaged</source>
      <translation>{path} 中的历史已损坏</translation>
    </message>
    <message>
      <source>The history in {path} was written by a newer Studio</source>
      <translation>{path} 中的历史由更新版本的 Studio 写成</translation>
    </message>
    <message>
      <source>The input “{name}” takes {dtype} {shape}, not {given}</source>
      <translation>输入“{name}”需要 {dtype} {shape}，而不是 {given}</translation>
    </message>
    <message>
      <source>The inputs and outputs could not be found again in the converted file</source>
      <translation>在转换后的文件中找不到输入和输出</translation>
    </message>
    <message>
      <source>The inputs of {path} are not those of the source</source>
      <translation>{path} 的输入与源模型不同</translation>
    </message>
    <message>
      <source>The job was cancelled</source>
      <translation>任务已取消</translation>
    </message>
    <message>
      <source>The label {label} is beyond the {classes} classes of the model's output</source>
      <translation>标签 {label} 超出模型输出的 {classes} 个类别</translation>
    </message>
    <message>
      <source>The labels in {path} are no class numbers ({shape}, {dtype})</source>
      <translation>{path} 中的标签不是类别编号（{shape}，{dtype}）</translation>
    </message>
    <message>
      <source>The largest difference is {difference}.</source>
      <translation>最大差异为 {difference}。</translation>
    </message>
    <message>
      <source>The largest value of “{name}” is {largest}: pictures scaled twice look so</source>
      <translation>“{name}”的最大值是 {largest}：缩放了两次的图片就是这样</translation>
    </message>
    <message>
      <source>The latency in ms that 99 % of the queries must keep.</source>
      <translation>99 % 的查询必须满足的延迟（毫秒）。</translation>
    </message>
    <message>
      <source>The local LiteRT cannot run this file, so nothing could be compared</source>
      <translation>本机的 LiteRT 无法运行此文件，因此无从比较</translation>
    </message>
    <message>
      <source>The log of the job says why; the artifact is as good as its check says.</source>
      <translation>原因见任务日志；产物的好坏以其检查结果为准。</translation>
    </message>
    <message>
      <source>The machine grew warmer, or something else changed; comparisons are balanced for it.</source>
      <translation>机器变热了，或有其他变化；比较的设计已将其抵消。</translation>
    </message>
    <message>
      <source>The machine is busy: {waited} % of the run time was spent waiting for a processor, which CPU time leaves out. One thread's CPU time is its latency on a quiet machine.</source>
      <translation>机器繁忙：运行时间的 {waited} % 用在等待处理器上，CPU 时间不含这部分。单线程的 CPU 时间就是它在空闲机器上的延迟。</translation>
    </message>
    <message>
      <source>The measured samples cannot be written to {path}</source>
      <translation>无法将测得的样本写入 {path}</translation>
    </message>
    <message>
      <source>The measured samples in {path} are damaged</source>
      <translation>{path} 中测得的样本已损坏</translation>
    </message>
    <message>
      <source>The model as a tf.function on a CUDA device, as on a server.</source>
      <translation>将模型作为 tf.function 在 CUDA 设备上运行，如同在服务器上。</translation>
    </message>
    <message>
      <source>The model as a tf.function on the CPU, as on a server.</source>
      <translation>将模型作为 tf.function 在 CPU 上运行，如同在服务器上。</translation>
    </message>
    <message>
      <source>The model computes in half precision, for which LiteRT has no kernels</source>
      <translation>该模型以半精度计算，LiteRT 没有相应的内核</translation>
    </message>
    <message>
      <source>The model computes in {policy}; Studio runs and converts it in float32</source>
      <translation>模型以 {policy} 计算；Studio 以 float32 运行和转换它</translation>
    </message>
    <message>
      <source>The model computes nothing in floating point</source>
      <translation>模型中没有浮点计算</translation>
    </message>
    <message>
      <source>The model does not say what its inputs are</source>
      <translation>模型未说明其输入</translation>
    </message>
    <message>
      <source>The model does not take a picture ({inputs})</source>
      <translation>模型不接受图片（{inputs}）</translation>
    </message>
    <message>
      <source>The model has no input called “{name}”</source>
      <translation>模型没有名为“{name}”的输入</translation>
    </message>
    <message>
      <source>The model has no input “{name}”</source>
      <translation>模型没有输入“{name}”</translation>
    </message>
    <message>
      <source>The model has no signature called “{name}”</source>
      <translation>模型没有名为“{name}”的签名</translation>
    </message>
    <message>
      <source>The model has no tensor called “{name}”</source>
      <translation>模型中没有名为“{name}”的张量</translation>
    </message>
    <message>
      <source>The model has no weights that this optimization can change</source>
      <translation>模型没有此优化能够改变的权重</translation>
    </message>
    <message>
      <source>The model keeps state from one run to the next</source>
      <translation>模型在多次运行之间保持状态</translation>
    </message>
    <message>
      <source>The model looks things up in tables ({ops})</source>
      <translation>模型在表中查找（{ops}）</translation>
    </message>
    <message>
      <source>The model may loop for ever on such inputs, or be far too slow for this machine.</source>
      <translation>模型可能在此类输入上无限循环，或者对这台机器来说太慢。</translation>
    </message>
    <message>
      <source>The model repeats steps ({ops}): it converts with a fixed batch only</source>
      <translation>该模型逐步重复（{ops}）：只有固定批次才能转换</translation>
    </message>
    <message>
      <source>The model takes text (“{names}” of signature “{signature}”)</source>
      <translation>模型接受文本（签名“{signature}”的“{names}”）</translation>
    </message>
    <message>
      <source>The model takes text (“{names}” of signature “{signature}”), read by: {ops}</source>
      <translation>该模型接受文本（签名“{signature}”的“{names}”），由这些算子读取：{ops}</translation>
    </message>
    <message>
      <source>The model's data</source>
      <translation>模型的数据</translation>
    </message>
    <message>
      <source>The name {path} says that it is another kind of file</source>
      <translation>名称 {path} 表明这是另一种文件</translation>
    </message>
    <message>
      <source>The names of its tensors are listed by {by:graph}.</source>
      <translation>{by:graph} 列出了其张量的名称。</translation>
    </message>
    <message>
      <source>The ops that it matched would compute so without it.</source>
      <translation>它匹配到的算子没有它也会这样计算。</translation>
    </message>
    <message>
      <source>The other ways are compared all the same.</source>
      <translation>其余方式照常比较。</translation>
    </message>
    <message>
      <source>The output has another name in the artifact and was matched by its shape</source>
      <translation>该输出在产物中名称不同，已按形状匹配</translation>
    </message>
    <message>
      <source>The output is NaN or infinite</source>
      <translation>输出为 NaN 或无穷</translation>
    </message>
    <message>
      <source>The output is the same for every input, in the source as well</source>
      <translation>对每个输入输出都相同，源模型也是如此</translation>
    </message>
    <message>
      <source>The output is the same for every input, the source's is not</source>
      <translation>对每个输入输出都相同，而源模型并非如此</translation>
    </message>
    <message>
      <source>The output points elsewhere than the source's (cosine below 0.9)</source>
      <translation>输出方向与源模型不同（余弦低于 0.9）</translation>
    </message>
    <message>
      <source>The output “{name}” of {path} changes its shape from sample to sample</source>
      <translation>{path} 的输出“{name}”随样本改变形状</translation>
    </message>
    <message>
      <source>The output's shape is not the source's</source>
      <translation>输出形状与源模型不同</translation>
    </message>
    <message>
      <source>The output's type is not the source's</source>
      <translation>输出类型与源模型不同</translation>
    </message>
    <message>
      <source>The outputs have other shapes than the source's ({ours}; {source})</source>
      <translation>输出的形状与源模型不同({ours};{source})</translation>
    </message>
    <message>
      <source>The outputs of {path} also need: {names}</source>
      <translation>{path} 的输出还需要：{names}</translation>
    </message>
    <message>
      <source>The outputs were NaN or infinite after the last run</source>
      <translation>最后一次运行后，输出为 NaN 或无穷大</translation>
    </message>
    <message>
      <source>The part has loops, branches or calls ({ops}), which cannot be cut</source>
      <translation>该部分含有循环、分支或调用（{ops}）,无法切分</translation>
    </message>
    <message>
      <source>The part keeps state in variables ({ops}), which cannot be cut</source>
      <translation>该部分在变量中保存状态（{ops}）,无法切分</translation>
    </message>
    <message>
      <source>The part needs more than those inputs: {names}</source>
      <translation>该部分还需要其他输入：{names}</translation>
    </message>
    <message>
      <source>The picture {path} has too many pixels</source>
      <translation>图片 {path} 像素过多</translation>
    </message>
    <message>
      <source>The picture {path} is {given}, the first one is {first}</source>
      <translation>图片 {path} 是 {given}，第一张是 {first}</translation>
    </message>
    <message>
      <source>The precision of a source model's ops is not known</source>
      <translation>源模型算子的精度未知</translation>
    </message>
    <message>
      <source>The profiler's records make no sense</source>
      <translation>剖析器的记录没有意义</translation>
    </message>
    <message>
      <source>The quantizer could not do what the recipe says with this model.</source>
      <translation>量化器无法对此模型执行配方。</translation>
    </message>
    <message>
      <source>The quantizer has no such form of them; the file's page names the ops.</source>
      <translation>量化器没有它们的这种形式；文件的页面列出了这些算子。</translation>
    </message>
    <message>
      <source>The range of the input is not known: pixels were fed as 8-bit values</source>
      <translation>输入范围未知：像素按 8 位值输入</translation>
    </message>
    <message>
      <source>The range of the input is not known: pixels were scaled to 0..1</source>
      <translation>输入范围未知：像素已缩放到 0..1</translation>
    </message>
    <message>
      <source>The ranges hold all values of {samples} held-out samples</source>
      <translation>范围容纳 {samples} 个留出样本的全部值</translation>
    </message>
    <message>
      <source>The ranges hold held-out data: at most {share} of a tensor's values in {samples} samples are cut off ({tensor})</source>
      <translation>范围容纳得下留出数据：{samples} 个样本中每个张量至多有 {share} 的值被截断（{tensor}）</translation>
    </message>
    <message>
      <source>The ranges inside of a loop cannot be measured: the calibrator crashes on it.</source>
      <translation>循环内部的范围无法测量：校准器会在其上崩溃。</translation>
    </message>
    <message>
      <source>The ranking of {candidate} and {baseline} flipped between the first and last third</source>
      <translation>{candidate} 与 {baseline} 的排名在前三分之一与后三分之一之间发生了翻转</translation>
    </message>
    <message>
      <source>The rate could not be kept up with: queries piled up</source>
      <translation>跟不上该速率：查询发生积压</translation>
    </message>
    <message>
      <source>The rate is at the edge of what is kept, or the machine was disturbed: allow less, or measure for longer on a quiet machine.</source>
      <translation>该速率处于可满足的边缘，或机器受到干扰：请降低要求，或在安静的机器上测量更久。</translation>
    </message>
    <message>
      <source>The raw samples of a measurement could not be stored</source>
      <translation>无法保存测量的原始样本</translation>
    </message>
    <message>
      <source>The raw samples of this run could not be kept: {what}</source>
      <translation>无法保留本次运行的原始样本：{what}</translation>
    </message>
    <message>
      <source>The recipe asks for {expected}, the file is {found}: choose that file, or set it anew.</source>
      <translation>配方要求 {expected}，文件为 {found}：请选择那个文件，或重新设置。</translation>
    </message>
    <message>
      <source>The recipe {path} cannot be read</source>
      <translation>无法读取配方 {path}</translation>
    </message>
    <message>
      <source>The reference: converted, nothing optimized.</source>
      <translation>参照：仅转换，不优化。</translation>
    </message>
    <message>
      <source>The report {path} cannot be written</source>
      <translation>无法写入报告 {path}</translation>
    </message>
    <message>
      <source>The runs hardly waited for a processor, so that wall time is what counts.</source>
      <translation>运行几乎没有等待处理器，因此以实际时间为准。</translation>
    </message>
    <message>
      <source>The runtime “{id}” cannot be loaded on this machine</source>
      <translation>本机无法加载运行时“{id}”</translation>
    </message>
    <message>
      <source>The runtime “{id}” failed its self-test on this machine: {reason}</source>
      <translation>运行时“{id}”在本机未通过自检：{reason}</translation>
    </message>
    <message>
      <source>The samples that this process had finished are kept and count: {samples}.</source>
      <translation>该进程已完成的样本予以保留并计入结果：{samples}。</translation>
    </message>
    <message>
      <source>The search for {goal} was cut short after {trials}</source>
      <translation>对 {goal} 的搜索在 {trials}后中断</translation>
    </message>
    <message>
      <source>The server scenario cannot be measured beside another one</source>
      <translation>服务器场景不能与其他场景一起测量</translation>
    </message>
    <message>
      <source>The server scenario cannot be measured on targets that do not share a process</source>
      <translation>服务器场景不能在无法共用一个进程的目标上一起测量</translation>
    </message>
    <message>
      <source>The session in the history could not be understood</source>
      <translation>无法理解历史中的会话</translation>
    </message>
    <message>
      <source>The settings are: {known}.</source>
      <translation>设置项有：{known}。</translation>
    </message>
    <message>
      <source>The settings in {path} cannot be read</source>
      <translation>无法读取 {path} 中的设置</translation>
    </message>
    <message>
      <source>The shape of the input “{name}” is not fixed ({shape})</source>
      <translation>输入“{name}”的形状未固定（{shape}）</translation>
    </message>
    <message>
      <source>The shape of “{name}” is not known, so no part of the graph can begin there</source>
      <translation>“{name}”的形状未知，因此图的任何部分都不能从那里开始</translation>
    </message>
    <message>
      <source>The shape {given} does not fit the input “{name}” ({wanted})</source>
      <translation>形状 {given} 与输入“{name}”（{wanted}）不符</translation>
    </message>
    <message>
      <source>The shapes of {path} are fixed in the file</source>
      <translation>{path} 的形状在文件中已固定</translation>
    </message>
    <message>
      <source>The signature “{name}” does not fit the model's inputs and outputs</source>
      <translation>签名“{name}”与模型的输入和输出不符</translation>
    </message>
    <message>
      <source>The single samples of this run are no longer stored</source>
      <translation>此次运行的单个样本已不再保存</translation>
    </message>
    <message>
      <source>The source gives every sample the same class: the agreement says nothing</source>
      <translation>源模型对所有样本给出同一类别：一致率没有意义</translation>
    </message>
    <message>
      <source>The source's outputs are up to {difference} away</source>
      <translation>源模型的输出最多相差 {difference}</translation>
    </message>
    <message>
      <source>The source's outputs cannot be written to {path}</source>
      <translation>无法将源模型的输出写入 {path}</translation>
    </message>
    <message>
      <source>The source's outputs in {path} cannot be read</source>
      <translation>无法读取 {path} 中源模型的输出</translation>
    </message>
    <message>
      <source>The source's own output is NaN or infinite</source>
      <translation>源模型自身的输出为 NaN 或无穷</translation>
    </message>
    <message>
      <source>The target “{target}” runs none of the files</source>
      <translation>目标“{target}”不能运行任何所选文件</translation>
    </message>
    <message>
      <source>The tensors of this file have not been compared</source>
      <translation>尚未比较该文件的张量</translation>
    </message>
    <message>
      <source>The training diverged: such a model cannot be quantized. Train it again.</source>
      <translation>训练已发散：这样的模型无法量化。请重新训练。</translation>
    </message>
    <message>
      <source>The values of “{name}” use {share} of what its 8-bit input can hold</source>
      <translation>“{name}”的值只用了其 8 位输入范围的 {share}</translation>
    </message>
    <message>
      <source>The weights are the same; outputs can differ in the last digits.</source>
      <translation>权重相同；输出可能在末几位不同。</translation>
    </message>
    <message>
      <source>The weights lie in other files</source>
      <translation>权重在其他文件中</translation>
    </message>
    <message>
      <source>The weights of a source model are not looked into</source>
      <translation>不会查看源模型的权重</translation>
    </message>
    <message>
      <source>The weights of this file are being read</source>
      <translation>正在读取该文件的权重</translation>
    </message>
    <message>
      <source>The weights were lost in conversion: results are meaningless. Convert it again.</source>
      <translation>权重在转换中丢失：结果毫无意义。请重新转换。</translation>
    </message>
    <message>
      <source>The work needed more memory than it may use</source>
      <translation>所需内存超过允许值</translation>
    </message>
    <message>
      <source>The {child} process answered something that cannot be understood</source>
      <translation>{child}进程的回答无法理解</translation>
    </message>
    <message>
      <source>The {child} process computed for {seconds} s without coming to an end</source>
      <translation>{child}进程计算了 {seconds} 秒仍未结束</translation>
    </message>
    <message>
      <source>The {child} process could not be started</source>
      <translation>无法启动 {child}进程</translation>
    </message>
    <message>
      <source>The {child} process crashed ({signal})</source>
      <translation>{child}进程崩溃（{signal}）</translation>
    </message>
    <message>
      <source>The {child} process did not finish within {seconds} s</source>
      <translation>{child}进程未在 {seconds} 秒内结束</translation>
    </message>
    <message>
      <source>The {child} process ended without an answer (exit code {returncode})</source>
      <translation>{child}进程未回答就结束（退出码 {returncode}）</translation>
    </message>
    <message>
      <source>The {child} process gave up ({signal})</source>
      <translation>{child}进程中止（{signal}）</translation>
    </message>
    <message>
      <source>The {child} process hung: no computing for {seconds} s</source>
      <translation>{child}进程卡住：{seconds} 秒没有计算</translation>
    </message>
    <message>
      <source>The {child} process was killed from outside ({signal})</source>
      <translation>{child}进程被外部终止（{signal}）</translation>
    </message>
    <message>
      <source>The {child} process was killed, probably because memory ran out</source>
      <translation>{child}进程被终止，可能是内存不足</translation>
    </message>
    <message>
      <source>The {shown} largest differences are listed, the largest first.</source>
      <translation>列出最大的 {shown} 个差异，最大的在前。</translation>
    </message>
    <message>
      <source>Their queries could only be served one target after the other, which is no comparison: measure them on their own.</source>
      <translation>它们的查询只能一个目标接一个目标地处理，这不构成比较：请分别测量。</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>主题</translation>
    </message>
    <message>
      <source>There are neither pictures nor sounds in the folder {path}</source>
      <translation>文件夹 {path} 中既没有图片也没有声音</translation>
    </message>
    <message>
      <source>There is no arm {baseline} to be the baseline</source>
      <translation>没有编号为 {baseline} 的测量对象可作基准</translation>
    </message>
    <message>
      <source>There is no folder {folder} to write {path} to</source>
      <translation>没有可以写入 {path} 的文件夹 {folder}</translation>
    </message>
    <message>
      <source>There is no metric called “{name}”</source>
      <translation>没有名为“{name}”的指标</translation>
    </message>
    <message>
      <source>There is no optimization called “{id}”</source>
      <translation>没有名为“{id}”的优化</translation>
    </message>
    <message>
      <source>There is no runtime called “{id}”</source>
      <translation>没有名为“{id}”的运行时</translation>
    </message>
    <message>
      <source>There is no sample {index} in {path}</source>
      <translation>{path} 中没有样本 {index}</translation>
    </message>
    <message>
      <source>There is no scenario called “{id}”</source>
      <translation>没有名为“{id}”的场景</translation>
    </message>
    <message>
      <source>There is no setting called “{key}”</source>
      <translation>没有名为“{key}”的设置</translation>
    </message>
    <message>
      <source>There is no space left on the disk</source>
      <translation>磁盘空间已用尽</translation>
    </message>
    <message>
      <source>There is no target called “{id}”</source>
      <translation>没有名为“{id}”的目标</translation>
    </message>
    <message>
      <source>There is nothing that could be quantized. It would leave the file as it is.</source>
      <translation>没有可以量化的内容。文件不会有任何改变。</translation>
    </message>
    <message>
      <source>There is nothing to compare in {path}: its graph is not known</source>
      <translation>{path} 中没有可比较的内容：它的图未知</translation>
    </message>
    <message>
      <source>There is nothing to run</source>
      <translation>没有可运行的内容</translation>
    </message>
    <message>
      <source>There was too little time for it.</source>
      <translation>时间不够。</translation>
    </message>
    <message>
      <source>There: {how}. Allow more, or measure for longer.</source>
      <translation>此时：{how}。请放宽上限，或测量更久。</translation>
    </message>
    <message>
      <source>These cannot be measured over minutes without a pause</source>
      <translation>这些不能不间断地测量数分钟</translation>
    </message>
    <message>
      <source>These metrics belong to different tasks: {metrics}</source>
      <translation>这些指标属于不同的任务:{metrics}</translation>
    </message>
    <message>
      <source>They are the optional extra “torch”, about 1.8 GB with the CPU build of PyTorch ({by:setup-torch}).</source>
      <translation>它们是可选的附加组件“torch”，使用 CPU 版 PyTorch 约 1.8 GB（{by:setup-torch}）。</translation>
    </message>
    <message>
      <source>They came faster than they were answered, so that latency grows with the time measured: choose a lower rate or more streams.</source>
      <translation>查询到达的速度快于得到应答的速度，因此延迟会随测量时间增长：请选择更低的速率或更多的流。</translation>
    </message>
    <message>
      <source>They cannot share a process, and each process has a pace of its own: at least {least} of each are needed. Measure with more processes.</source>
      <translation>它们不能共用一个进程，而每个进程的快慢略有不同：每一方至少需要 {least} 个进程。请用更多进程测量。</translation>
    </message>
    <message>
      <source>They compute nothing, they only move or relabel data.</source>
      <translation>它们不做任何计算，只是移动数据或改变其形状。</translation>
    </message>
    <message>
      <source>They could not be counted, or are used in ways that converting changes.</source>
      <translation>它们无法计数，或其用法会在转换时改变。</translation>
    </message>
    <message>
      <source>They lie in a checkpoint. Export graph and checkpoint together as a SavedModel, or freeze the graph, and open that.</source>
      <translation>它们在检查点里。请把图和检查点一起导出为 SavedModel，或冻结该图，再打开。</translation>
    </message>
    <message>
      <source>They may be different networks, or the same one written by other tools, with other names, other shapes and changed weights.</source>
      <translation>它们可能是不同的网络，也可能是同一网络由其他工具写出，名称、形状不同且权重有改动。</translation>
    </message>
    <message>
      <source>They need height, width and 1, 3 or 4 channels; channels first are turned by layout</source>
      <translation>需要高、宽和 1、3 或 4 个通道；通道在前的用 layout 转换</translation>
    </message>
    <message>
      <source>They need the Flex delegate, which LiteRT's Python package does not have.</source>
      <translation>它们需要 Flex delegate，而 LiteRT 的 Python 软件包不含它。</translation>
    </message>
    <message>
      <source>This TensorFlow was built without CUDA</source>
      <translation>此 TensorFlow 在构建时未包含 CUDA</translation>
    </message>
    <message>
      <source>This file has not been profiled yet</source>
      <translation>该文件尚未剖析</translation>
    </message>
    <message>
      <source>This file is quantized already</source>
      <translation>此文件已经量化</translation>
    </message>
    <message>
      <source>This input takes whole numbers in the range of {dtype}.</source>
      <translation>此输入需要 {dtype} 范围内的整数。</translation>
    </message>
    <message>
      <source>This is a defect in Studio. Please save a report and send it to us.</source>
      <translation>这是 Studio 的缺陷。请保存报告并发给我们。</translation>
    </message>
    <message>
      <source>This is a defect of Studio: please report it.</source>
      <translation>这是 Studio 的缺陷：请报告。</translation>
    </message>
    <message>
      <source>This is the one with the tags {tags}. Choose another: {by:tag}.</source>
      <translation>这是标签为 {tags} 的图。选择其他图：{by:tag}。</translation>
    </message>
    <message>
      <source>This machine has no NVIDIA driver</source>
      <translation>本机没有 NVIDIA 驱动程序</translation>
    </message>
    <message>
      <source>This model keeps its weights in other files</source>
      <translation>此模型的权重保存在其他文件中</translation>
    </message>
    <message>
      <source>This op</source>
      <translation>此算子</translation>
    </message>
    <message>
      <source>This recurrent model cannot be converted with a dynamic batch</source>
      <translation>此循环模型无法以动态批次转换</translation>
    </message>
    <message>
      <source>This says little: check with other data.</source>
      <translation>这说明不了什么：请用其他数据检查。</translation>
    </message>
    <message>
      <source>This says nothing about real use: choose typical inputs.</source>
      <translation>这说明不了实际使用的情况：请选择有代表性的输入。</translation>
    </message>
    <message>
      <source>This system's clock of CPU time is too coarse.</source>
      <translation>此系统的 CPU 时钟过于粗略。</translation>
    </message>
    <message>
      <source>This very file was made before: its variant was there already.</source>
      <translation>此前已生成过完全相同的文件：其变体早已存在。</translation>
    </message>
    <message>
      <source>This window's processor time</source>
      <translation>本窗口占用的处理器时间</translation>
    </message>
    <message>
      <source>This works on .tflite files alone; convert the model first.</source>
      <translation>此功能仅适用于 .tflite 文件；请先转换模型。</translation>
    </message>
    <message>
      <source>Those of the history were kept.</source>
      <translation>已保留历史记录中的样本。</translation>
    </message>
    <message>
      <source>Threads</source>
      <translation>线程数</translation>
    </message>
    <message>
      <source>Threshold</source>
      <translation>阈值</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>时间</translation>
    </message>
    <message>
      <source>Time in which some task waited for a core</source>
      <translation>有任务等待核心的时间</translation>
    </message>
    <message>
      <source>Too few blocks fit in; measure for longer.</source>
      <translation>容纳的测量块太少；请测量更长时间。</translation>
    </message>
    <message>
      <source>Top-1</source>
      <translation>Top-1</translation>
    </message>
    <message>
      <source>Top-1 and top-5 need one output with a value for each class.</source>
      <translation>Top-1 和 top-5 需要一个为每个类别给出数值的输出。</translation>
    </message>
    <message>
      <source>Top-5</source>
      <translation>Top-5</translation>
    </message>
    <message>
      <source>Transposes and reshapes</source>
      <translation>转置与变形</translation>
    </message>
    <message>
      <source>Try the slow route</source>
      <translation>试用慢速路线</translation>
    </message>
    <message>
      <source>Unless others were named, these are what no op reads, and the placeholders before it. Name others where that is not what you want ({by:ends}).</source>
      <translation>若未另行指定，输出就是没有算子读取的张量，输入就是其前面的占位符。若不合适，请另行指定（{by:ends}）。</translation>
    </message>
    <message>
      <source>Use dynamic range</source>
      <translation>使用动态范围</translation>
    </message>
    <message>
      <source>Use dynamic range ({by:dynamic-range}), which needs no ranges.</source>
      <translation>使用动态范围（{by:dynamic-range}），它不需要范围。</translation>
    </message>
    <message>
      <source>Use fewer or smaller samples, close other programs, or raise the memory limit in the settings.</source>
      <translation>请减少或缩小样本、关闭其他程序，或在设置中提高内存上限。</translation>
    </message>
    <message>
      <source>Use int8 and keep single ops in float or 16 bits, or dynamic range.</source>
      <translation>请使用 int8 并让个别算子保持浮点或 16 位，或使用动态范围。</translation>
    </message>
    <message>
      <source>Use more or better calibration data, or an optimization that changes less.</source>
      <translation>请使用更多或更好的校准数据，或改动更小的优化。</translation>
    </message>
    <message>
      <source>Use one thread, the kernels “xnnpack”, or {by:interpreter}.</source>
      <translation>请使用一个线程、“xnnpack”内核，或 {by:interpreter}。</translation>
    </message>
    <message>
      <source>Variables are read that nothing writes: {variables}</source>
      <translation>读取了从未写入的变量：{variables}</translation>
    </message>
    <message>
      <source>Variant</source>
      <translation>变体</translation>
    </message>
    <message>
      <source>Variant − label</source>
      <translation>变体 − 标签</translation>
    </message>
    <message>
      <source>Wall time decided</source>
      <translation>由实际时间判定</translation>
    </message>
    <message>
      <source>Warm-up runs</source>
      <translation>预热次数</translation>
    </message>
    <message>
      <source>Weight-only int4</source>
      <translation>仅权重 int4</translation>
    </message>
    <message>
      <source>Weight-only int8</source>
      <translation>仅权重 int8</translation>
    </message>
    <message>
      <source>What a part of {path} reads cannot be computed</source>
      <translation>无法计算 {path} 的某一部分所读取的值</translation>
    </message>
    <message>
      <source>What converting does where the data doctor warns of its data: go on and say so, or end before anything is made.</source>
      <translation>数据医生对数据提出警告时转换如何处理：继续并说明，或在生成任何东西之前结束。</translation>
    </message>
    <message>
      <source>What converts this format needs a fixed batch</source>
      <translation>转换这种格式的工具需要固定的批次</translation>
    </message>
    <message>
      <source>What each op adds by itself, in % of the float tensor's range: its local error, or that by channel where it is worse.</source>
      <translation>每个算子自身引入的误差，以浮点张量取值范围的百分比表示：取局部误差；若按通道更差，则取按通道的误差。</translation>
    </message>
    <message>
      <source>What each op computes in, by the types of its tensors.</source>
      <translation>按张量类型，每个算子以何种类型计算。</translation>
    </message>
    <message>
      <source>What ended it says nothing about the file. Check it before it ships ({by:check}).</source>
      <translation>终止检查的原因与文件本身无关。交付前请先检查（{by:check}）。</translation>
    </message>
    <message>
      <source>What is written there ends in {expected}.</source>
      <translation>写入该处的文件应以 {expected} 结尾。</translation>
    </message>
    <message>
      <source>What it keeps between the steps must have a known size. 1 fits one input at a time.</source>
      <translation>它在各步之间保留的内容必须大小已知。一次一个输入时用 1。</translation>
    </message>
    <message>
      <source>What single ops add is not known: they cannot be run by themselves here</source>
      <translation>无法得知单个算子带来的误差：此处无法单独运行它们</translation>
    </message>
    <message>
      <source>What the optimization adds takes more room than it saves in this model.</source>
      <translation>此优化在该模型中增加的内容比节省的更占空间。</translation>
    </message>
    <message>
      <source>What the ranges cut off cannot be told without held-out data</source>
      <translation>没有留出数据就无法知道范围截断了什么</translation>
    </message>
    <message>
      <source>What was calibrated on them is judged too well by them: keep the sets apart.</source>
      <translation>用它们校准再用它们评判，结果会过好：请把两个数据集分开。</translation>
    </message>
    <message>
      <source>What was tried is kept here; start it again to go on.</source>
      <translation>已试验的结果保留在此；要继续请重新开始。</translation>
    </message>
    <message>
      <source>Where and how variants are measured, unless chosen otherwise.</source>
      <translation>默认在何处、以何种方式测量变体。</translation>
    </message>
    <message>
      <source>Where sessions, artifacts and the history lie. Takes effect after a restart.</source>
      <translation>会话、产物和历史存放的位置。重新启动后生效。</translation>
    </message>
    <message>
      <source>Where the model expects 0 to 1, give the scale (0.00392157 for 0 to 255); where it scales them itself, all is well.</source>
      <translation>如果模型需要 0 到 1 的值，请给出缩放系数（0 到 255 的数据用 0.00392157）；如果模型自己缩放，则没有问题。</translation>
    </message>
    <message>
      <source>Where the model's class is defined, save it as a .pt2: torch.export.save(torch.export.export(model.eval(), (sample_input,)), "model.pt2").</source>
      <translation>请在定义模型类的地方将它保存为 .pt2：torch.export.save(torch.export.export(model.eval(), (sample_input,)), "model.pt2")。</translation>
    </message>
    <message>
      <source>Where they are labels: save the inputs as x and the labels as y.</source>
      <translation>如果它们是标签：请将输入存为 x，标签存为 y。</translation>
    </message>
    <message>
      <source>Whether a delegate or the runtime itself ran an op, by the newest profile.</source>
      <translation>按最新的剖析，算子由委托还是由运行时本身运行。</translation>
    </message>
    <message>
      <source>Whether the ranges are settled cannot be told from {samples} samples</source>
      <translation>仅凭 {samples} 个样本无法判断范围是否已稳定</translation>
    </message>
    <message>
      <source>Whether {goal} holds cannot be told for this model</source>
      <translation>无法判断该模型是否满足 {goal}</translation>
    </message>
    <message>
      <source>Whether “{name}” gets random noise cannot be told from its values</source>
      <translation>从数值无法判断“{name}”得到的是否是随机噪声</translation>
    </message>
    <message>
      <source>Whether “{name}” gets red and blue in the right order cannot be told</source>
      <translation>无法判断“{name}”得到的红、蓝通道顺序是否正确</translation>
    </message>
    <message>
      <source>Whether “{name}” gets the scale that it was trained with cannot be told ({low} to {high})</source>
      <translation>无法判断“{name}”的数值尺度是否与训练时一致（{low} 到 {high}）</translation>
    </message>
    <message>
      <source>Which layers they belong to is not in the file. Build the model in Python, load the weights into it, and save it whole with model.save("name.keras").</source>
      <translation>文件中没有说明它们属于哪些层。请用 Python 建立模型，载入这些权重，再用 model.save("name.keras") 完整保存。</translation>
    </message>
    <message>
      <source>Window</source>
      <translation>窗口</translation>
    </message>
    <message>
      <source>With a larger batch or other sizes its latency is another.</source>
      <translation>使用更大的批次或其他尺寸时，其延迟会不同。</translation>
    </message>
    <message>
      <source>Worst cumulative error</source>
      <translation>最差累积误差</translation>
    </message>
    <message>
      <source>Worst local error</source>
      <translation>最差局部误差</translation>
    </message>
    <message>
      <source>Write it again with numpy.savez, or copy it again.</source>
      <translation>请用 numpy.savez 重新写入，或重新复制。</translation>
    </message>
    <message>
      <source>Write them as custom ops of the app that runs the file, in C++.</source>
      <translation>在运行该文件的应用中用 C++ 把它们写成自定义算子。</translation>
    </message>
    <message>
      <source>XNNPACK does not take them, so LiteRT's own kernels run them, and the model is cut into parts around them.</source>
      <translation>XNNPACK 不接受它们，因此由 LiteRT 自己的内核运行，模型在它们前后被切成几段。</translation>
    </message>
    <message>
      <source>XNNPACK, {threads}</source>
      <translation>XNNPACK,{threads}</translation>
    </message>
    <message>
      <source>Your work could not be saved to {path}</source>
      <translation>无法将你的工作保存到 {path}</translation>
    </message>
    <message>
      <source>Zeros among the elements of an op's weights.</source>
      <translation>算子权重元素中零的比例。</translation>
    </message>
    <message>
      <source>Zeros are counted in the file; nothing of it is run.</source>
      <translation>零在文件中计数；不运行其任何部分。</translation>
    </message>
    <message>
      <source>a measurement to finish</source>
      <translation>一次测量结束</translation>
    </message>
    <message>
      <source>accuracy</source>
      <translation>准确率</translation>
    </message>
    <message>
      <source>agreement</source>
      <translation>一致率</translation>
    </message>
    <message>
      <source>agreement with the source (no labels are used)</source>
      <translation>与源模型的一致性(不使用标签)</translation>
    </message>
    <message>
      <source>another measurement on this machine</source>
      <translation>本机上的另一次测量</translation>
    </message>
    <message>
      <source>as fast as {baseline} here within {threshold} % [{low}, {high}], {target}</source>
      <translation>在此与 {baseline} 一样快,相差 {threshold} % 以内 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>as large as {baseline}</source>
      <translation>与 {baseline} 一样大</translation>
    </message>
    <message>
      <source>backend</source>
      <translation>后端</translation>
    </message>
    <message>
      <source>by the runtime</source>
      <translation>由运行时</translation>
    </message>
    <message>
      <source>calibrating</source>
      <translation>正在校准</translation>
    </message>
    <message>
      <source>cannot be counted</source>
      <translation>无法计数</translation>
    </message>
    <message>
      <source>carries no values that it computes in</source>
      <translation>不含用于计算的数值</translation>
    </message>
    <message>
      <source>checking</source>
      <translation>正在检查</translation>
    </message>
    <message>
      <source>classification</source>
      <translation>分类</translation>
    </message>
    <message>
      <source>comparing outputs</source>
      <translation>正在比较输出</translation>
    </message>
    <message>
      <source>comparing tensors</source>
      <translation>比较张量</translation>
    </message>
    <message>
      <source>comparing the graphs</source>
      <translation>正在比较图</translation>
    </message>
    <message>
      <source>convert</source>
      <translation>转换</translation>
    </message>
    <message>
      <source>converting to float32</source>
      <translation>正在转换为 float32</translation>
    </message>
    <message>
      <source>cosine</source>
      <translation>余弦</translation>
    </message>
    <message>
      <source>could not be made: {reason}</source>
      <translation>无法生成：{reason}</translation>
    </message>
    <message>
      <source>counted at {ops}</source>
      <translation>计入 {ops}</translation>
    </message>
    <message>
      <source>counting multiply-accumulates</source>
      <translation>正在计算乘加次数</translation>
    </message>
    <message>
      <source>cutting</source>
      <translation>正在切分</translation>
    </message>
    <message>
      <source>description</source>
      <translation>说明</translation>
    </message>
    <message>
      <source>device not stated</source>
      <translation>未说明设备</translation>
    </message>
    <message>
      <source>does not compute what its source computes</source>
      <translation>计算结果与源模型不符</translation>
    </message>
    <message>
      <source>draw</source>
      <translation>绘图</translation>
    </message>
    <message>
      <source>drawing the picture</source>
      <translation>绘制图片</translation>
    </message>
    <message>
      <source>dtype of the model's inputs and outputs: keep float32, or 8 bits throughout.</source>
      <translation>模型输入和输出的 dtype：保持 float32，或全程 8 位。</translation>
    </message>
    <message>
      <source>dtype of the model's inputs and outputs: keep float32, or int16 throughout.</source>
      <translation>模型输入和输出的 dtype：保持 float32，或全程 int16。</translation>
    </message>
    <message>
      <source>entries of metadata</source>
      <translation>元数据条目</translation>
    </message>
    <message>
      <source>evaluating</source>
      <translation>正在评估</translation>
    </message>
    <message>
      <source>examining the calibration</source>
      <translation>检查校准</translation>
    </message>
    <message>
      <source>faster or slower than {baseline} here: cannot tell [{low}, {high}], {target}</source>
      <translation>在此比 {baseline} 快还是慢:无法判断 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>files inside</source>
      <translation>内含文件</translation>
    </message>
    <message>
      <source>float</source>
      <translation>浮点</translation>
    </message>
    <message>
      <source>float16 weights</source>
      <translation>float16 权重</translation>
    </message>
    <message>
      <source>float32: nothing is quantized</source>
      <translation>float32:未量化</translation>
    </message>
    <message>
      <source>freezing the graph</source>
      <translation>冻结图</translation>
    </message>
    <message>
      <source>has no weights</source>
      <translation>没有权重</translation>
    </message>
    <message>
      <source>hybrid</source>
      <translation>混合</translation>
    </message>
    <message>
      <source>hybrid: quantized weights</source>
      <translation>混合：权重已量化</translation>
    </message>
    <message>
      <source>hybrid: {share} of {unit} with quantized weights, activations quantized while running</source>
      <translation>混合：{unit}的 {share} 权重已量化，激活在运行时量化</translation>
    </message>
    <message>
      <source>in the delegate</source>
      <translation>在委托中</translation>
    </message>
    <message>
      <source>init time and memory</source>
      <translation>初始化时间和内存</translation>
    </message>
    <message>
      <source>inputs</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>inspect</source>
      <translation>检查模型</translation>
    </message>
    <message>
      <source>inspecting</source>
      <translation>正在检视</translation>
    </message>
    <message>
      <source>installing packages</source>
      <translation>正在安装软件包</translation>
    </message>
    <message>
      <source>int16</source>
      <translation>int16</translation>
    </message>
    <message>
      <source>int16 activations</source>
      <translation>int16 激活</translation>
    </message>
    <message>
      <source>int16 activations, int8 weights</source>
      <translation>int16 激活，int8 权重</translation>
    </message>
    <message>
      <source>int16: {share} of {unit}</source>
      <translation>int16：{unit}的 {share}</translation>
    </message>
    <message>
      <source>int4 weights by GPTQ</source>
      <translation>GPTQ 的 int4 权重</translation>
    </message>
    <message>
      <source>int8</source>
      <translation>int8</translation>
    </message>
    <message>
      <source>int8 (full integer)</source>
      <translation>int8（全整数）</translation>
    </message>
    <message>
      <source>int8 and int16 activations, to be compared and measured beside each other.</source>
      <translation>int8 与 int16 激活，以便并排比较和测量。</translation>
    </message>
    <message>
      <source>int8 needs calibration data</source>
      <translation>int8 需要校准数据</translation>
    </message>
    <message>
      <source>int8 weights, no data needed</source>
      <translation>int8 权重，无需数据</translation>
    </message>
    <message>
      <source>int8: {share} of {unit}</source>
      <translation>int8:{unit} 的 {share}</translation>
    </message>
    <message>
      <source>kept away</source>
      <translation>已排除</translation>
    </message>
    <message>
      <source>laying the graph out</source>
      <translation>排布计算图</translation>
    </message>
    <message>
      <source>least runtime version</source>
      <translation>最低运行时版本</translation>
    </message>
    <message>
      <source>litert-torch could not convert {path}: {reason}</source>
      <translation>litert-torch 无法转换 {path}：{reason}</translation>
    </message>
    <message>
      <source>litert-torch made {made} of “{name}” {stated} of {path}</source>
      <translation>litert-torch 把 {path} 的“{name}”{stated} 变成了 {made}</translation>
    </message>
    <message>
      <source>litert-torch traces the program anew at one shape of each input.</source>
      <translation>litert-torch 在每个输入的一种形状下重新追踪程序。</translation>
    </message>
    <message>
      <source>loading PyTorch</source>
      <translation>载入 PyTorch</translation>
    </message>
    <message>
      <source>loading TensorFlow</source>
      <translation>正在加载 TensorFlow</translation>
    </message>
    <message>
      <source>loading the model</source>
      <translation>正在加载模型</translation>
    </message>
    <message>
      <source>looking for the smallest part that dies</source>
      <translation>查找会崩溃的最小部分</translation>
    </message>
    <message>
      <source>made by</source>
      <translation>制作程序</translation>
    </message>
    <message>
      <source>making an environment</source>
      <translation>正在创建环境</translation>
    </message>
    <message>
      <source>masks</source>
      <translation>掩码</translation>
    </message>
    <message>
      <source>matching the graphs</source>
      <translation>匹配计算图</translation>
    </message>
    <message>
      <source>measure</source>
      <translation>测量</translation>
    </message>
    <message>
      <source>measuring</source>
      <translation>正在测量</translation>
    </message>
    <message>
      <source>mixed</source>
      <translation>混合</translation>
    </message>
    <message>
      <source>more and more queries waited</source>
      <translation>等待的查询越来越多</translation>
    </message>
    <message>
      <source>multi-stream</source>
      <translation>多流（multi-stream）</translation>
    </message>
    <message>
      <source>name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>no</source>
      <translation>否</translation>
    </message>
    <message>
      <source>no MACs in integers</source>
      <translation>没有整数 MAC</translation>
    </message>
    <message>
      <source>no time of its own: computed with a neighbor, or before the run</source>
      <translation>没有自己的时间：与相邻算子一起计算，或在运行前计算</translation>
    </message>
    <message>
      <source>no, check failed</source>
      <translation>否，检查失败</translation>
    </message>
    <message>
      <source>no, check failed: {reason}</source>
      <translation>否，检查失败：{reason}</translation>
    </message>
    <message>
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <source>none of {name} was reached</source>
      <translation>未用到 {name} 的任何样本</translation>
    </message>
    <message>
      <source>not finite, or another shape</source>
      <translation>非有限值,或形状不同</translation>
    </message>
    <message>
      <source>not known which of the timed ops it is</source>
      <translation>不知道是哪一个计时的算子</translation>
    </message>
    <message>
      <source>not measured</source>
      <translation>未测量</translation>
    </message>
    <message>
      <source>not smaller than the float32 .tflite it was made from</source>
      <translation>不小于其来源的 float32 .tflite</translation>
    </message>
    <message>
      <source>nothing was recorded of its subgraph</source>
      <translation>没有其子图的记录</translation>
    </message>
    <message>
      <source>offline</source>
      <translation>离线（offline）</translation>
    </message>
    <message>
      <source>on the {count} samples of the check</source>
      <translation>在检查的 {count} 个样本上</translation>
    </message>
    <message>
      <source>on the {count} samples of the evaluation</source>
      <translation>在评估的 {count} 个样本上</translation>
    </message>
    <message>
      <source>onnx2tf arranges every tensor by its size.</source>
      <translation>onnx2tf 按大小安排每个张量。</translation>
    </message>
    <message>
      <source>onnx2tf could not convert {path}: {reason}</source>
      <translation>onnx2tf 无法转换 {path}：{reason}</translation>
    </message>
    <message>
      <source>onnx2tf died while it converted {path} ({signal})</source>
      <translation>onnx2tf 在转换 {path} 时崩溃（{signal}）</translation>
    </message>
    <message>
      <source>onnx2tf made {made} of “{name}” {stated} of {path}</source>
      <translation>onnx2tf 把 {path} 的“{name}” {stated} 变成了 {made}</translation>
    </message>
    <message>
      <source>ops</source>
      <translation>算子</translation>
    </message>
    <message>
      <source>ops left</source>
      <translation>剩余算子</translation>
    </message>
    <message>
      <source>ops left of the frozen graph</source>
      <translation>冻结图中剩余的算子</translation>
    </message>
    <message>
      <source>opset</source>
      <translation>算子集</translation>
    </message>
    <message>
      <source>other integers</source>
      <translation>其他整数</translation>
    </message>
    <message>
      <source>other integers: {share} of {unit}</source>
      <translation>其他整数：{unit}的 {share}</translation>
    </message>
    <message>
      <source>p99 kept {bound} ms at all rates tried, up to {rate} queries a second</source>
      <translation>在所有尝试过的速率下（最高每秒 {rate} 个请求）p99 都不超过 {bound} ms</translation>
    </message>
    <message>
      <source>p99 kept {bound} ms at {rate} queries a second</source>
      <translation>每秒 {rate} 个请求时 p99 不超过 {bound} ms</translation>
    </message>
    <message>
      <source>p99 missed {bound} ms even at {missed} queries a second, the lowest rate tried</source>
      <translation>即使在尝试过的最低速率（每秒 {missed} 个请求）下，p99 也超过 {bound} ms</translation>
    </message>
    <message>
      <source>possible</source>
      <translation>可能有</translation>
    </message>
    <message>
      <source>quantizing</source>
      <translation>正在量化</translation>
    </message>
    <message>
      <source>random values</source>
      <translation>随机值</translation>
    </message>
    <message>
      <source>read by</source>
      <translation>读取程序</translation>
    </message>
    <message>
      <source>read with</source>
      <translation>读取所用</translation>
    </message>
    <message>
      <source>reading the data</source>
      <translation>正在读取数据</translation>
    </message>
    <message>
      <source>reading the weights</source>
      <translation>正在读取权重</translation>
    </message>
    <message>
      <source>regression</source>
      <translation>回归</translation>
    </message>
    <message>
      <source>resize to</source>
      <translation>缩放到</translation>
    </message>
    <message>
      <source>running jobs to finish</source>
      <translation>正在运行的任务结束</translation>
    </message>
    <message>
      <source>running the file in several ways</source>
      <translation>正在以多种方式运行文件</translation>
    </message>
    <message>
      <source>running the source</source>
      <translation>正在运行源模型</translation>
    </message>
    <message>
      <source>same class</source>
      <translation>同类</translation>
    </message>
    <message>
      <source>same class as the source in {share} of {samples} samples</source>
      <translation>{samples} 个样本中 {share} 与源模型类别相同</translation>
    </message>
    <message>
      <source>sample {rows} of {data} (counted from 0)</source>
      <translation>{data} 的样本 {rows}（从 0 计）</translation>
    </message>
    <message>
      <source>saved on</source>
      <translation>保存日期</translation>
    </message>
    <message>
      <source>schema version</source>
      <translation>架构版本</translation>
    </message>
    <message>
      <source>searching the highest rate</source>
      <translation>搜索最高速率</translation>
    </message>
    <message>
      <source>server</source>
      <translation>服务器（server）</translation>
    </message>
    <message>
      <source>setup</source>
      <translation>安装</translation>
    </message>
    <message>
      <source>shared with {ops}</source>
      <translation>与 {ops} 共用</translation>
    </message>
    <message>
      <source>single-stream</source>
      <translation>单流（single-stream）</translation>
    </message>
    <message>
      <source>size</source>
      <translation>大小</translation>
    </message>
    <message>
      <source>smallest</source>
      <translation>是否最小</translation>
    </message>
    <message>
      <source>sparse tensors</source>
      <translation>稀疏张量</translation>
    </message>
    <message>
      <source>starting</source>
      <translation>正在启动</translation>
    </message>
    <message>
      <source>subgraphs</source>
      <translation>子图</translation>
    </message>
    <message>
      <source>summarizing</source>
      <translation>正在汇总</translation>
    </message>
    <message>
      <source>tags</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>taken as they are stored</source>
      <translation>按存储的原样使用</translation>
    </message>
    <message>
      <source>the first {count} samples of {name} in turn</source>
      <translation>轮流使用 {name} 的前 {count} 个样本</translation>
    </message>
    <message>
      <source>the size of its outputs is not known</source>
      <translation>其输出的大小未知</translation>
    </message>
    <message>
      <source>the source's file</source>
      <translation>源文件</translation>
    </message>
    <message>
      <source>to reproduce it</source>
      <translation>重现方法</translation>
    </message>
    <message>
      <source>took less than the whole microseconds that the profiler counts</source>
      <translation>耗时少于剖析器所计的整微秒</translation>
    </message>
    <message>
      <source>top-1 {difference} against the source</source>
      <translation>top-1 与源模型相比 {difference}</translation>
    </message>
    <message>
      <source>tracing</source>
      <translation>正在追踪</translation>
    </message>
    <message>
      <source>trials</source>
      <translation>试验次数</translation>
    </message>
    <message>
      <source>trying targets</source>
      <translation>正在尝试目标</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>verify</source>
      <translation>核验</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>等待中</translation>
    </message>
    <message>
      <source>wall time</source>
      <translation>实际时间</translation>
    </message>
    <message>
      <source>warming up</source>
      <translation>正在预热</translation>
    </message>
    <message>
      <source>was not compared</source>
      <translation>未比较</translation>
    </message>
    <message>
      <source>what the ops before the part make of {source}</source>
      <translation>该部分之前的算子由{source}算出的值</translation>
    </message>
    <message>
      <source>writing</source>
      <translation>正在写入</translation>
    </message>
    <message>
      <source>xnnpack: the optimized delegate; builtin: LiteRT's own kernels, in one thread.</source>
      <translation>xnnpack：优化的委托；builtin：LiteRT 自己的内核，单线程。</translation>
    </message>
    <message>
      <source>xnnpack: the optimized delegate; builtin: LiteRT's own optimized kernels; reference: the plain ones, for numerics.</source>
      <translation>xnnpack：优化的委托；builtin：LiteRT 自带的优化内核；reference：朴素内核，用于核对数值。</translation>
    </message>
    <message>
      <source>y holds a class number for each sample (or one-hot rows), as many numbers as an output has, or masks of an output's height and width.</source>
      <translation>y 应为每个样本的类别编号（或 one-hot 行）、与某个输出同样多的数值，或与某个输出同高同宽的掩码。</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>是</translation>
    </message>
    <message>
      <source>zip</source>
      <translation>zip 文件</translation>
    </message>
    <message>
      <source>{arm} got faster: {ratio}x in the last third of the time, 95 % {low} to {high}</source>
      <translation>{arm} 变快了：最后三分之一时间为 {ratio} 倍，95 % 区间 {low} 到 {high}</translation>
    </message>
    <message>
      <source>{arm} got slower: {ratio}x in the last third of the time, 95 % {low} to {high}</source>
      <translation>{arm} 变慢了：最后三分之一时间为 {ratio} 倍，95 % 区间 {low} 到 {high}</translation>
    </message>
    <message>
      <source>{arm} kept its pace within {threshold} %: {ratio}x in the last third of the time, 95 % {low} to {high}</source>
      <translation>{arm} 在 {threshold} % 之内保持速度：最后三分之一时间为 {ratio} 倍，95 % 区间 {low} 到 {high}</translation>
    </message>
    <message>
      <source>{arm}: too little was measured to say how its pace went</source>
      <translation>{arm}：测量太少，无法说明速度如何变化</translation>
    </message>
    <message>
      <source>{candidate} and {baseline} are equivalent within {threshold} %: {ratio}x, 95 % {low} to {high}</source>
      <translation>{candidate} 与 {baseline} 在 {threshold} % 以内等同：{ratio} 倍，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>{candidate} is faster than {baseline}: {ratio}x, 95 % {low} to {high}</source>
      <translation>{candidate} 比 {baseline} 快：{ratio} 倍，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>{candidate} is slower than {baseline}: {ratio}x, 95 % {low} to {high}</source>
      <translation>{candidate} 比 {baseline} 慢：{ratio} 倍，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>{count} inputs a run</source>
      <translation>每次运行 {count} 个输入</translation>
    </message>
    <message>
      <source>{count} labels: classes, for top-1 and top-5</source>
      <translation>{count} 个标签：类别，适用于 top-1 和 top-5</translation>
    </message>
    <message>
      <source>{count} labels: masks, for mean IoU</source>
      <translation>{count} 个标签：掩码，适用于平均 IoU</translation>
    </message>
    <message>
      <source>{count} labels: numbers, for MAE and RMSE</source>
      <translation>{count} 个标签：数值，适用于 MAE 和 RMSE</translation>
    </message>
    <message>
      <source>{count} of {samples} samples of “{name}” are one single value</source>
      <translation>“{name}”的 {samples} 个样本中有 {count} 个只有一个值</translation>
    </message>
    <message>
      <source>{count} of {total} ranges are too narrow for held-out data, most that of {tensor}: {share} of its values in {samples} samples are cut off</source>
      <translation>{total} 个范围中有 {count} 个对留出数据太窄，最窄的是 {tensor}：{samples} 个样本中有 {share} 的值被截断</translation>
    </message>
    <message>
      <source>{count} of {total} ranges still moved in the last {last} of {samples} samples, most that of {tensor}: {grown} of it came then</source>
      <translation>{total} 个范围中有 {count} 个在 {samples} 个样本的最后 {last} 个里仍在变动，变动最大的是 {tensor}：其中 {grown} 来自那时</translation>
    </message>
    <message>
      <source>{count} of {total} samples</source>
      <translation>{total} 个样本中的 {count} 个</translation>
    </message>
    <message>
      <source>{count} op</source>
      <translation>{count} 个算子</translation>
    </message>
    <message>
      <source>{count} ops</source>
      <translation>{count} 个算子</translation>
    </message>
    <message>
      <source>{count} ops of the frozen graph</source>
      <translation>冻结图的 {count} 个算子</translation>
    </message>
    <message>
      <source>{count} seeded random inputs of the model</source>
      <translation>模型的 {count} 个固定种子随机输入</translation>
    </message>
    <message>
      <source>{count} seeded random inputs; what comes before the part cannot be run</source>
      <translation>{count} 个固定种子随机输入；该部分之前的内容无法运行</translation>
    </message>
    <message>
      <source>{count} trial</source>
      <translation>{count} 次试验</translation>
    </message>
    <message>
      <source>{count} trials</source>
      <translation>{count} 次试验</translation>
    </message>
    <message>
      <source>{count} weight tensors hold NaN or infinite values: {names}</source>
      <translation>{count} 个权重张量含有 NaN 或无穷值：{names}</translation>
    </message>
    <message>
      <source>{count} weight tensors would be encoded, and the file would become larger.</source>
      <translation>将有 {count} 个权重张量被编码，而文件会变大。</translation>
    </message>
    <message>
      <source>{differing} of {compared} ops differ between {first} and {second}, the first is {op} {index}, by {difference}. Its output is “{name}”.</source>
      <translation>{compared} 个算子中有 {differing} 个在 {first} 与 {second} 之间不同,第一个是 {op} {index},相差 {difference}。它的输出是“{name}”。</translation>
    </message>
    <message>
      <source>{dtype} I/O</source>
      <translation>{dtype} 输入/输出</translation>
    </message>
    <message>
      <source>{dtype}: weights only; computed in float32</source>
      <translation>{dtype}:仅权重;以 float32 计算</translation>
    </message>
    <message>
      <source>{first} and {second} cannot be given together</source>
      <translation>{first} 和 {second} 不能同时给出</translation>
    </message>
    <message>
      <source>{first} and {second} differ by {difference}: more than {tolerance}</source>
      <translation>{first} 与 {second} 相差 {difference}:超过 {tolerance}</translation>
    </message>
    <message>
      <source>{first}. {second}</source>
      <translation>{first}。{second}</translation>
    </message>
    <message>
      <source>{goal} is met with {kept} in {precision}: {before} before, {after} now</source>
      <translation>已达到 {goal}：{kept} 保持 {precision}；之前 {before}，现在 {after}</translation>
    </message>
    <message>
      <source>{goal} is more than the source itself has on these data: {source}. A variant reaches it by luck.</source>
      <translation>{goal} 超过源模型自身在这些数据上的水平：{source}。变体只有靠运气才能达到。</translation>
    </message>
    <message>
      <source>{goal} is not reached yet: the best of {trials} has {closest}</source>
      <translation>尚未达到 {goal}：{trials}中最好的为 {closest}</translation>
    </message>
    <message>
      <source>{goal} is not reached, and no op adds an error by itself: {before}</source>
      <translation>未达到 {goal}，且没有算子自身带来误差：{before}</translation>
    </message>
    <message>
      <source>{goal} is not reached, and the source itself has {source}: {closest} at best</source>
      <translation>未达到 {goal}，而源模型自身也只有 {source}：最好的为 {closest}</translation>
    </message>
    <message>
      <source>{goal} is not reached: the best of {trials} has {closest}</source>
      <translation>未达到 {goal}：{trials}中最好的为 {closest}</translation>
    </message>
    <message>
      <source>{inputs} in, {outputs} out</source>
      <translation>输入 {inputs},输出 {outputs}</translation>
    </message>
    <message>
      <source>{message}</source>
      <translation>{message}</translation>
    </message>
    <message>
      <source>{name} already meets the goal: {goal}, and it has {before}</source>
      <translation>{name} 已达到目标：{goal}，其值为 {before}</translation>
    </message>
    <message>
      <source>{name}: {value}</source>
      <translation>{name}：{value}</translation>
    </message>
    <message>
      <source>{n} steps</source>
      <translation>{n} 个步长</translation>
    </message>
    <message>
      <source>{n} threads</source>
      <translation>{n} 个线程</translation>
    </message>
    <message>
      <source>{option} is for errors, and the overlay asked for shows none</source>
      <translation>{option} 用于误差，而所选叠加层不显示误差</translation>
    </message>
    <message>
      <source>{option} says nothing without {needed}</source>
      <translation>没有 {needed} 时 {option} 没有意义</translation>
    </message>
    <message>
      <source>{op} {index} by itself adds an error of {error} of the range</source>
      <translation>{op} {index} 自身带来的误差为其范围的 {error}</translation>
    </message>
    <message>
      <source>{op} {index} by itself adds an error of {error}, on average over each channel's own range</source>
      <translation>{op} {index} 自身带来的误差按各通道自身范围平均为 {error}</translation>
    </message>
    <message>
      <source>{op} {index} is the first of {count} ops to give NaN or infinite values here only</source>
      <translation>{op} {index} 是 {count} 个仅在此处产生 NaN 或无穷大的算子中的第一个</translation>
    </message>
    <message>
      <source>{op} {index} is the first of {count} ops whose output is constant, and was not</source>
      <translation>{op} {index} 是 {count} 个输出变为常量的算子中的第一个</translation>
    </message>
    <message>
      <source>{op} {index} is the first of {count} tensors that are more than 5 % of their range off: {cumulative}</source>
      <translation>{op} {index} 是 {count} 个偏差超过其范围 5 % 的张量中的第一个：{cumulative}</translation>
    </message>
    <message>
      <source>{op} {index} is the first of {count} tensors that are more than 5 % off, on average over each channel's own range: {cumulative}</source>
      <translation>{op} {index} 是 {count} 个按各通道自身范围平均偏差超过 5 % 的张量中的第一个：{cumulative}</translation>
    </message>
    <message>
      <source>{op} {index} is the first op that {first} and {second} compute differently</source>
      <translation>{op} {index} 是 {first} 与 {second} 计算结果不同的第一个算子</translation>
    </message>
    <message>
      <source>{op} {index}: {share} of the values are beyond its range ({count} such ops)</source>
      <translation>{op} {index}：{share} 的值超出其范围（共 {count} 个此类算子）</translation>
    </message>
    <message>
      <source>{p99} ms of {queries} queries. Measure for longer to try higher rates.</source>
      <translation>{queries} 个请求的 p99 为 {p99} ms。延长测量可尝试更高的速率。</translation>
    </message>
    <message>
      <source>{p99} ms of {queries} queries; at {missed} a second: {how}. Latency counts from the moment at which a query was due.</source>
      <translation>{queries} 次查询为 {p99} ms；每秒 {missed} 次时：{how}。延迟从查询应到的时刻算起。</translation>
    </message>
    <message>
      <source>{path} calls Python functions that are not in the file</source>
      <translation>{path} 调用了不在文件中的 Python 函数</translation>
    </message>
    <message>
      <source>{path} can only be converted by freezing its graph</source>
      <translation>{path} 只能通过冻结其图来转换</translation>
    </message>
    <message>
      <source>{path} can only be converted with all dimensions fixed, the batch too</source>
      <translation>{path} 只有在所有维度（包括批）都固定时才能转换</translation>
    </message>
    <message>
      <source>{path} cannot be drawn</source>
      <translation>{path} 无法绘制</translation>
    </message>
    <message>
      <source>{path} cannot be read</source>
      <translation>无法读取 {path}</translation>
    </message>
    <message>
      <source>{path} cannot be written</source>
      <translation>无法写入 {path}</translation>
    </message>
    <message>
      <source>{path} changes variables while it runs</source>
      <translation>{path} 在运行时会改变变量</translation>
    </message>
    <message>
      <source>{path} changes what it has stored while it runs, or is still training ({names})</source>
      <translation>{path} 在运行时改变自己存储的内容，或仍处于训练状态（{names}）</translation>
    </message>
    <message>
      <source>{path} computes nothing in 8 or 16 bits</source>
      <translation>{path} 中没有以 8 位或 16 位计算的内容</translation>
    </message>
    <message>
      <source>{path} could not be built by this version of Keras and TensorFlow</source>
      <translation>此版本的 Keras 和 TensorFlow 无法构建 {path}</translation>
    </message>
    <message>
      <source>{path} could not be written</source>
      <translation>无法写入 {path}</translation>
    </message>
    <message>
      <source>{path} does not exist</source>
      <translation>{path} 不存在</translation>
    </message>
    <message>
      <source>{path} does not say which array belongs to which input</source>
      <translation>{path} 未说明哪个数组对应哪个输入</translation>
    </message>
    <message>
      <source>{path} does not take a batch of {batch}: {shapes}</source>
      <translation>{path} 不接受大小为 {batch} 的批：{shapes}</translation>
    </message>
    <message>
      <source>{path} exists already</source>
      <translation>{path} 已存在</translation>
    </message>
    <message>
      <source>{path} failed while running</source>
      <translation>{path} 运行时失败</translation>
    </message>
    <message>
      <source>{path} failed while running in LiteRT's compiled model</source>
      <translation>{path} 在 LiteRT 的编译模型中运行失败</translation>
    </message>
    <message>
      <source>{path} has changed on disk since its graph was read</source>
      <translation>{path} 在读取其图之后已在磁盘上更改</translation>
    </message>
    <message>
      <source>{path} has no graph with just the tags {tags}</source>
      <translation>{path} 中没有标签恰为 {tags} 的图</translation>
    </message>
    <message>
      <source>{path} has no input or no output that could be told</source>
      <translation>无法判断 {path} 的输入或输出</translation>
    </message>
    <message>
      <source>{path} has no inputs or no outputs</source>
      <translation>{path} 没有输入或没有输出</translation>
    </message>
    <message>
      <source>{path} has no labels</source>
      <translation>{path} 没有标签</translation>
    </message>
    <message>
      <source>{path} has no op in common with the model it is compared with</source>
      <translation>{path} 与用于比较的模型没有共同的算子</translation>
    </message>
    <message>
      <source>{path} has no tensor as input, or none as output</source>
      <translation>{path} 没有作为输入的张量，或没有作为输出的张量</translation>
    </message>
    <message>
      <source>{path} has no tensor called “{name}”</source>
      <translation>{path} 中没有名为“{name}”的张量</translation>
    </message>
    <message>
      <source>{path} has {given} channels instead of {wanted}</source>
      <translation>{path} 有 {given} 个声道，应为 {wanted}</translation>
    </message>
    <message>
      <source>{path} has {given} frames, the first one has {wanted}</source>
      <translation>{path} 有 {given} 帧，第一个有 {wanted} 帧</translation>
    </message>
    <message>
      <source>{path} has {given} samples a second instead of {wanted}</source>
      <translation>{path} 每秒 {given} 个采样，应为 {wanted}</translation>
    </message>
    <message>
      <source>{path} has {labels} labels for {samples} samples</source>
      <translation>{path} 有 {labels} 个标签，却有 {samples} 个样本</translation>
    </message>
    <message>
      <source>{path} has {size} bytes: from 2 GB on a .tflite cannot be rewritten here</source>
      <translation>{path} 有 {size} 字节：2 GB 及以上的 .tflite 无法在此改写</translation>
    </message>
    <message>
      <source>{path} holds Python objects instead of numbers</source>
      <translation>{path} 包含 Python 对象而非数字</translation>
    </message>
    <message>
      <source>{path} holds a graph without its weights: {count} variables ({names}, …)</source>
      <translation>{path} 中的图没有权重：{count} 个变量（{names}，…）</translation>
    </message>
    <message>
      <source>{path} holds both pictures ({first}) and sounds ({second})</source>
      <translation>{path} 中既有图片（{first}）又有声音（{second}）</translation>
    </message>
    <message>
      <source>{path} holds more than {most} files</source>
      <translation>{path} 中的文件超过 {most} 个</translation>
    </message>
    <message>
      <source>{path} holds no samples</source>
      <translation>{path} 不含样本</translation>
    </message>
    <message>
      <source>{path} holds only tensors (safetensors), not a model</source>
      <translation>{path} 只含张量（safetensors），不含模型</translation>
    </message>
    <message>
      <source>{path} holds only weights of a PyTorch model, not the model</source>
      <translation>{path} 只含 PyTorch 模型的权重，不含模型</translation>
    </message>
    <message>
      <source>{path} holds only weights, not the model</source>
      <translation>{path} 只有权重，没有模型</translation>
    </message>
    <message>
      <source>{path} holds values of a kind that Studio cannot feed ({dtype})</source>
      <translation>{path} 含有 Studio 无法输入的类型（{dtype}）</translation>
    </message>
    <message>
      <source>{path} is TorchScript, which cannot be converted</source>
      <translation>{path} 是 TorchScript，无法转换</translation>
    </message>
    <message>
      <source>{path} is a folder without a SavedModel</source>
      <translation>{path} 是没有 SavedModel 的文件夹</translation>
    </message>
    <message>
      <source>{path} is a folder, a device or a pipe, and cannot be replaced by a file</source>
      <translation>{path} 是文件夹、设备或管道，不能被文件替换</translation>
    </message>
    <message>
      <source>{path} is a pickled PyTorch model: opening it would run whatever is in it</source>
      <translation>{path} 是 pickle 格式的 PyTorch 模型：打开它会运行其中的任何代码</translation>
    </message>
    <message>
      <source>{path} is compiled by PyTorch for one kind of processor: the model is not in it</source>
      <translation>{path} 由 PyTorch 为某种处理器编译：其中没有模型</translation>
    </message>
    <message>
      <source>{path} is damaged</source>
      <translation>{path} 已损坏</translation>
    </message>
    <message>
      <source>{path} is damaged or is not what its name says ({suffix})</source>
      <translation>{path} 已损坏，或与其名称不符（{suffix}）</translation>
    </message>
    <message>
      <source>{path} is empty</source>
      <translation>{path} 为空</translation>
    </message>
    <message>
      <source>{path} is named for two different outputs</source>
      <translation>{path} 被指定为两个不同输出的名称</translation>
    </message>
    <message>
      <source>{path} is no .tflite file</source>
      <translation>{path} 不是 .tflite 文件</translation>
    </message>
    <message>
      <source>{path} is no .tflite file, and only those can be profiled op by op</source>
      <translation>{path} 不是 .tflite 文件，而只有 .tflite 文件可以逐算子剖析</translation>
    </message>
    <message>
      <source>{path} is no .tflite file, so there is nothing that it was made from</source>
      <translation>{path} 不是 .tflite 文件，因此没有生成它的来源模型</translation>
    </message>
    <message>
      <source>{path} is no data set that Studio can read</source>
      <translation>{path} 不是 Studio 能读取的数据集</translation>
    </message>
    <message>
      <source>{path} is no picture that Studio can read</source>
      <translation>{path} 不是 Studio 能读取的图片</translation>
    </message>
    <message>
      <source>{path} is no sound that Studio can read</source>
      <translation>{path} 不是 Studio 能读取的声音</translation>
    </message>
    <message>
      <source>{path} is not a .studio file, or is damaged</source>
      <translation>{path} 不是 .studio 文件，或已损坏</translation>
    </message>
    <message>
      <source>{path} is not a model that Studio can open</source>
      <translation>{path} 不是 Studio 能打开的模型</translation>
    </message>
    <message>
      <source>{path} is not the data set that the recipe names</source>
      <translation>{path} 不是配方所指的数据集</translation>
    </message>
    <message>
      <source>{path} is only a Git LFS pointer, not the model</source>
      <translation>{path} 只是 Git LFS 指针，不是模型</translation>
    </message>
    <message>
      <source>{path} is part of a TensorFlow checkpoint: the weights without the model</source>
      <translation>{path} 是 TensorFlow 检查点的一部分：只有权重，没有模型</translation>
    </message>
    <message>
      <source>{path} is quantized already ({kind} weights)</source>
      <translation>{path} 已被量化（{kind} 权重）</translation>
    </message>
    <message>
      <source>{path} is quantized itself, so it is no float stage to compare with</source>
      <translation>{path} 本身已量化，不能作为用于比较的浮点阶段</translation>
    </message>
    <message>
      <source>{path} is read here, and would be replaced by what is written</source>
      <translation>{path} 在此处被读取，写入会将其替换</translation>
    </message>
    <message>
      <source>{path} is the source model itself</source>
      <translation>{path} 就是源模型本身</translation>
    </message>
    <message>
      <source>{path} is to be opened with classes from {file}, which would be run</source>
      <translation>打开 {path} 要用 {file} 中的类，这会运行该文件</translation>
    </message>
    <message>
      <source>{path} is too slow for its highest rate to be searched in so short a time</source>
      <translation>{path} 太慢，无法在这么短的时间内搜索其最高速率</translation>
    </message>
    <message>
      <source>{path} made the process that ran it fail: {what}</source>
      <translation>{path} 使运行它的进程失败：{what}</translation>
    </message>
    <message>
      <source>{path} needs Keras 2, which is not installed</source>
      <translation>{path} 需要 Keras 2，但它没有安装</translation>
    </message>
    <message>
      <source>{path} needs PyTorch and litert-torch, which are not installed</source>
      <translation>{path} 需要 PyTorch 和 litert-torch，它们没有安装</translation>
    </message>
    <message>
      <source>{path} needs TensorFlow ops that LiteRT does not have: {ops}</source>
      <translation>{path} 需要 LiteRT 没有的 TensorFlow 算子：{ops}</translation>
    </message>
    <message>
      <source>{path} needs the custom op {op}, which LiteRT does not bring along</source>
      <translation>{path} 需要自定义算子 {op}，LiteRT 不自带</translation>
    </message>
    <message>
      <source>{path} takes or gives {dtypes}, which cannot be fed or compared here</source>
      <translation>{path} 的输入或输出为 {dtypes}，这里无法输入或比较</translation>
    </message>
    <message>
      <source>{path} unpacks to more than is allowed ({size})</source>
      <translation>{path} 解压后超过允许大小（{size}）</translation>
    </message>
    <message>
      <source>{path} uses classes that Keras does not have: {names}</source>
      <translation>{path} 使用了 Keras 没有的类：{names}</translation>
    </message>
    <message>
      <source>{path} was exported by PyTorch before 2.8, in a form that is no longer read</source>
      <translation>{path} 由 2.8 之前的 PyTorch 导出，其格式已不再读取</translation>
    </message>
    <message>
      <source>{path} was saved by Keras {version}, which Keras 2 cannot read</source>
      <translation>{path} 由 Keras {version} 保存，Keras 2 无法读取</translation>
    </message>
    <message>
      <source>{path} was written by a newer Studio</source>
      <translation>{path} 由更新版本的 Studio 写成</translation>
    </message>
    <message>
      <source>{path} would run code of its author, or touch files: {layers}</source>
      <translation>{path} 会运行其作者放入的代码，或读写文件：{layers}</translation>
    </message>
    <message>
      <source>{path} would take {size} MB unpacked; at most {limit} MB are read</source>
      <translation>{path} 解压后将占 {size} MB；最多读取 {limit} MB</translation>
    </message>
    <message>
      <source>{path} would unpack to {size} bytes, far more than a model of its size can hold</source>
      <translation>{path} 解压后将有 {size} 字节，远超其大小的模型所能容纳</translation>
    </message>
    <message>
      <source>{quadruples} balanced quadruples; at least {least} are needed. Measure for longer.</source>
      <translation>{quadruples} 个平衡四元组；至少需要 {least} 个。请测量更长时间。</translation>
    </message>
    <message>
      <source>{ratio}x faster than {baseline} here [{low}, {high}], {target}</source>
      <translation>在此比 {baseline} 快 {ratio} 倍 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>{ratio}x larger than {baseline}</source>
      <translation>比 {baseline} 大 {ratio} 倍</translation>
    </message>
    <message>
      <source>{ratio}x slower than {baseline} here [{low}, {high}], {target}</source>
      <translation>在此比 {baseline} 慢 {ratio} 倍 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>{ratio}x smaller than {baseline}</source>
      <translation>大小为 {baseline} 的 1/{ratio}</translation>
    </message>
    <message>
      <source>{repeated} of {count} samples repeat others, one of them {most} times</source>
      <translation>{count} 个样本中有 {repeated} 个重复，其中一个出现 {most} 次</translation>
    </message>
    <message>
      <source>{samples} samples were run, {asked} asked for</source>
      <translation>运行了 {samples} 个样本，要求的是 {asked} 个</translation>
    </message>
    <message>
      <source>{shared} of {count} samples are also among {other} samples of the evaluation data</source>
      <translation>{count} 个样本中有 {shared} 个也在评估数据的 {other} 个样本之中</translation>
    </message>
    <message>
      <source>{share} in {kind}</source>
      <translation>{share} 为{kind}</translation>
    </message>
    <message>
      <source>{share} of the range</source>
      <translation>范围的 {share}</translation>
    </message>
    <message>
      <source>{share} of the values of “{name}” are beyond what its 8-bit input can hold</source>
      <translation>“{name}”有 {share} 的值超出其 8 位输入所能表示的范围</translation>
    </message>
    <message>
      <source>{share} of the weights are zero: no weight tensor has enough of them to be encoded</source>
      <translation>权重中有 {share} 为零：没有哪个权重张量的零多到可以编码</translation>
    </message>
    <message>
      <source>{share} of the weights are zero: to say where would take more room than they do</source>
      <translation>权重中有 {share} 为零：记录它们的位置比它们本身更占空间</translation>
    </message>
    <message>
      <source>{share} of the weights are zero: {count} weight tensors can be encoded</source>
      <translation>权重中有 {share} 为零：{count} 个权重张量可以编码</translation>
    </message>
    <message>
      <source>{share}, {correct} of {total}</source>
      <translation>{share},{total} 个中的 {correct} 个</translation>
    </message>
    <message>
      <source>{shown} of {count} are listed.</source>
      <translation>列出 {count} 个中的 {shown} 个。</translation>
    </message>
    <message>
      <source>{size_before} became {size_after}; ops that only quantize or dequantize: {borders}.</source>
      <translation>{size_before} 变为 {size_after}；只做量化或反量化的算子：{borders}。</translation>
    </message>
    <message>
      <source>{size}x larger and {ratio}x faster than {baseline} here [{low}, {high}], {target}</source>
      <translation>大小为 {baseline} 的 {size} 倍,在此比它快 {ratio} 倍 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>{size}x larger and {ratio}x slower than {baseline} here [{low}, {high}], {target}</source>
      <translation>大小为 {baseline} 的 {size} 倍,在此比它慢 {ratio} 倍 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>{size}x smaller and {ratio}x faster than {baseline} here [{low}, {high}], {target}</source>
      <translation>大小为 {baseline} 的 1/{size},在此比它快 {ratio} 倍 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>{size}x smaller and {ratio}x slower than {baseline} here [{low}, {high}], {target}</source>
      <translation>大小为 {baseline} 的 1/{size},在此比它慢 {ratio} 倍 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>{size}x smaller than {baseline} and as fast here within {threshold} % [{low}, {high}], {target}</source>
      <translation>大小为 {baseline} 的 1/{size},在此一样快,相差 {threshold} % 以内 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>{size}x smaller than {baseline}, faster or slower here: cannot tell [{low}, {high}], {target}</source>
      <translation>大小为 {baseline} 的 1/{size},在此快还是慢:无法判断 [{low}, {high}],{target}</translation>
    </message>
    <message>
      <source>{source} in the source, {variant} in the variant</source>
      <translation>源模型 {source} 个,变体 {variant} 个</translation>
    </message>
    <message>
      <source>{target}: these kernels run in one thread, however many are asked for</source>
      <translation>{target}：无论请求多少线程，这些内核都只用一个线程</translation>
    </message>
    <message>
      <source>{task}, as declared</source>
      <translation>{task},按声明</translation>
    </message>
    <message>
      <source>{task}, inferred</source>
      <translation>{task},推断得出</translation>
    </message>
    <message>
      <source>{unmade} more could not be made, so it is not known whether they would do: {reason}. Nothing was written. Closest: ops {ops}.</source>
      <translation>另有 {unmade} 个无法生成，因此不知道它们能否达到：{reason}。没有写入任何文件。最接近的：算子 {ops}。</translation>
    </message>
    <message>
      <source>{value} is no shape that “{name}” can have</source>
      <translation>{value} 不是“{name}”可取的形状</translation>
    </message>
    <message>
      <source>{way} gave no outputs: {what}</source>
      <translation>{way} 没有给出输出:{what}</translation>
    </message>
    <message>
      <source>{way} is left out: {what}</source>
      <translation>未包含 {way}：{what}</translation>
    </message>
    <message>
      <source>{what}: {total} → {ops}</source>
      <translation>{what}：{total} → {ops} 个</translation>
    </message>
    <message>
      <source>{where} ⚠ its outputs differ from the CPU's by {percent} of their range</source>
      <translation>{where} ⚠ 其输出与 CPU 的相差达其范围的 {percent}</translation>
    </message>
    <message>
      <source>{where}, some of the ops; the rest on the CPU</source>
      <translation>{where}，部分算子；其余在 CPU 上</translation>
    </message>
    <message>
      <source>{where}, {share} of the ops; the rest on the CPU</source>
      <translation>{where}，{share} 的算子；其余在 CPU 上</translation>
    </message>
    <message>
      <source>{where}; which of the ops ran there is not stated</source>
      <translation>{where}；未说明哪些算子在其上运行</translation>
    </message>
    <message>
      <source>“studio --help” and “studio COMMAND --help” show what there is.</source>
      <translation>“studio --help”和“studio COMMAND --help”会列出可用内容。</translation>
    </message>
    <message>
      <source>“studio doctor” says what is missing; the commands (“studio --help”) need no window.</source>
      <translation>“studio doctor”会指出缺少什么；各命令（“studio --help”）不需要窗口。</translation>
    </message>
    <message>
      <source>“studio {path}” alone opens it; else name the command: studio inspect {path} …</source>
      <translation>单独运行“studio {path}”可打开它；否则请写明命令：studio inspect {path} …</translation>
    </message>
    <message>
      <source>“{entry}” of the per-op precision is no op of this file</source>
      <translation>逐算子精度中的“{entry}”不是此文件中的任何算子</translation>
    </message>
    <message>
      <source>“{first}” and “{second}” cannot be combined</source>
      <translation>“{first}”和“{second}”不能组合</translation>
    </message>
    <message>
      <source>“{id}” is not available here: {reason}</source>
      <translation>“{id}”在此不可用：{reason}</translation>
    </message>
    <message>
      <source>“{implementation}” runs models here, which keeps no records of single ops; the job's log says why LiteRT's C library does not serve.</source>
      <translation>此处由“{implementation}”运行模型，它不记录单个算子；任务日志说明了 LiteRT 的 C 库为何不能用。</translation>
    </message>
    <message>
      <source>“{key}” has its dimensions in another order: {given} instead of {wanted}</source>
      <translation>“{key}”的维度顺序不同：是 {given}，应为 {wanted}</translation>
    </message>
    <message>
      <source>“{key}” holds class numbers, not inputs ({given})</source>
      <translation>“{key}”是类别编号，不是输入（{given}）</translation>
    </message>
    <message>
      <source>“{key}” holds values that the input “{name}” ({dtype}) cannot take</source>
      <translation>“{key}”含有输入“{name}”（{dtype}）不能接受的值</translation>
    </message>
    <message>
      <source>“{key}” holds {count} values that are NaN or infinite</source>
      <translation>“{key}”含有 {count} 个 NaN 或无穷值</translation>
    </message>
    <message>
      <source>“{key}” is {given}, but the model takes {wanted} (first the samples)</source>
      <translation>“{key}”为 {given}，而模型需要 {wanted}（样本在第一维）</translation>
    </message>
    <message>
      <source>“{key}” is {given}, which can be read in several ways as {wanted}</source>
      <translation>“{key}”为 {given}，作为 {wanted} 可有多种理解</translation>
    </message>
    <message>
      <source>“{method}” is for fully connected ops, and the model has none</source>
      <translation>“{method}”用于全连接算子，而模型中没有</translation>
    </message>
    <message>
      <source>“{name}” came out as {found} where {expected} was asked for</source>
      <translation>“{name}”得到 {found}，而要求的是 {expected}</translation>
    </message>
    <message>
      <source>“{name}” does not lead to the outputs</source>
      <translation>“{name}”不通向这些输出</translation>
    </message>
    <message>
      <source>“{name}” gets random noise: neighboring values correlate by {correlation} only</source>
      <translation>“{name}”得到的是随机噪声：相邻值的相关性只有 {correlation}</translation>
    </message>
    <message>
      <source>“{name}” gets the labels: the {count} values of “{key}” are the same</source>
      <translation>“{name}”得到的是标签：“{key}”的 {count} 个值与标签相同</translation>
    </message>
    <message>
      <source>“{name}” gets {count} rows with a single 1 and zeros besides, as labels look</source>
      <translation>“{name}”得到 {count} 行只有一个 1、其余为 0 的数据，看起来像标签</translation>
    </message>
    <message>
      <source>“{name}” gets {count} rows with a single 1, as wide as the model has classes: labels</source>
      <translation>“{name}”得到 {count} 行只有一个 1 的数据，宽度等于模型的类别数：这是标签</translation>
    </message>
    <message>
      <source>“{name}” gets {low} to {high}, and the model multiplies that by {scale} once more: it is normalized twice</source>
      <translation>“{name}”得到 {low} 到 {high}，而模型还会再乘以 {scale}：归一化了两次</translation>
    </message>
    <message>
      <source>“{name}” gets {low} to {high}; the model multiplies that by {scale} itself, and it still spans {span}</source>
      <translation>“{name}”得到 {low} 到 {high}；模型自己会乘以 {scale}，之后跨度仍有 {span}</translation>
    </message>
    <message>
      <source>“{name}” has the mean {mean}, {shift} spreads off that of the evaluation data ({expected_mean})</source>
      <translation>“{name}”的均值是 {mean}，与评估数据相差 {shift} 个标准差（{expected_mean}）</translation>
    </message>
    <message>
      <source>“{name}” has the mean {mean}, {shift} spreads off what its Normalization layer expects ({expected_mean})</source>
      <translation>“{name}”的均值是 {mean}，与其 Normalization 层预期的相差 {shift} 个标准差（{expected_mean}）</translation>
    </message>
    <message>
      <source>“{name}” has the mean {mean}, {shift} spreads off what the model was trained on ({expected_mean}, by its first BatchNormalization)</source>
      <translation>“{name}”的均值是 {mean}，与训练数据相差 {shift} 个标准差（{expected_mean}，据其第一个 BatchNormalization）</translation>
    </message>
    <message>
      <source>“{name}” is inside of a loop or a branch</source>
      <translation>“{name}”位于循环或分支内部</translation>
    </message>
    <message>
      <source>“{name}” is normalized twice: values spread {factor} times less than its Normalization layer expects ({std} against {expected_std})</source>
      <translation>“{name}”归一化了两次：数值的分散程度比其 Normalization 层预期的小 {factor} 倍（{std} 对 {expected_std}）</translation>
    </message>
    <message>
      <source>“{name}” is normalized twice: values spread {factor} times less than those that the model was trained on ({std} against {expected_std}, by its first BatchNormalization)</source>
      <translation>“{name}”归一化了两次：数值的分散程度比训练数据小 {factor} 倍（{std} 对 {expected_std}，据其第一个 BatchNormalization）</translation>
    </message>
    <message>
      <source>“{name}” is not normalized: values spread {factor} times as far as its Normalization layer expects ({std} against {expected_std})</source>
      <translation>“{name}”没有归一化：数值的分散程度是其 Normalization 层预期的 {factor} 倍（{std} 对 {expected_std}）</translation>
    </message>
    <message>
      <source>“{name}” is not normalized: values spread {factor} times as far as those that the model was trained on ({std} against {expected_std}, by its first BatchNormalization)</source>
      <translation>“{name}”没有归一化：数值的分散程度是训练数据的 {factor} 倍（{std} 对 {expected_std}，据其第一个 BatchNormalization）</translation>
    </message>
    <message>
      <source>“{name}” is of the dtype {dtype}, so no part of the graph can begin there</source>
      <translation>“{name}”的数据类型为 {dtype}，因此图的任何部分都不能从那里开始</translation>
    </message>
    <message>
      <source>“{name}” is scaled otherwise than the evaluation data: values spread {factor} times as far ({std} against {expected_std})</source>
      <translation>“{name}”与评估数据的缩放不同：数值的分散程度是后者的 {factor} 倍（{std} 对 {expected_std}）</translation>
    </message>
    <message>
      <source>“{name}” is scaled otherwise than the evaluation data: values spread {factor} times less ({std} against {expected_std})</source>
      <translation>“{name}”与评估数据的缩放不同：数值的分散程度比后者小 {factor} 倍（{std} 对 {expected_std}）</translation>
    </message>
    <message>
      <source>“{name}” is stored in the file: no value can be given for it</source>
      <translation>“{name}”存储在文件中：不能为其给定值</translation>
    </message>
    <message>
      <source>“{name}” of {known}</source>
      <translation>“{name}”，共有 {known}</translation>
    </message>
    <message>
      <source>“{name}” of {path} is of a type that is no array: {type}</source>
      <translation>{path} 的“{name}”的类型不是数组：{type}</translation>
    </message>
    <message>
      <source>“{name}” seems to get red and blue swapped: its first and last channels have the means {first} and {last}, those of the evaluation data {wanted_first} and {wanted_last}</source>
      <translation>“{name}”得到的红、蓝似乎对调了：其首、末通道的均值为 {first} 和 {last}，评估数据的则为 {wanted_first} 和 {wanted_last}</translation>
    </message>
    <message>
      <source>“{name}” seems to get red and blue swapped: its first and last channels have the means {first} and {last}, where its first layers were trained on {wanted_first} and {wanted_last}</source>
      <translation>“{name}”得到的红、蓝似乎对调了：其首、末通道的均值为 {first} 和 {last}，而前几层训练时所见为 {wanted_first} 和 {wanted_last}</translation>
    </message>
    <message>
      <source>“{optimization}” needs calibration data</source>
      <translation>“{optimization}”需要校准数据</translation>
    </message>
    <message>
      <source>“{other}” ({other_shape}) fits the model, “{key}” ({given}) does not: they are swapped</source>
      <translation>“{other}”（{other_shape}）适合模型，“{key}”（{given}）不适合：两者弄反了</translation>
    </message>
    <message>
      <source>“{owner}” has no parameter “{name}”</source>
      <translation>“{owner}”没有参数“{name}”</translation>
    </message>
    <message>
      <source>“{recipe}” cannot keep single ops in {precision}</source>
      <translation>“{recipe}”无法让个别算子保持 {precision}</translation>
    </message>
    <message>
      <source>“{value}” is no valid value of the setting {key}</source>
      <translation>“{value}”不是设置 {key} 的有效值</translation>
    </message>
    <message>
      <source>“{value}” is no valid value of {owner}:{name}</source>
      <translation>“{value}”不是 {owner}:{name} 的有效值</translation>
    </message>
    <message>
      <source>“{value}” is no valid {name}</source>
      <translation>“{value}”不是有效的 {name}</translation>
    </message>
    <message>
      <source>… with other programs</source>
      <translation>……其中其他程序</translation>
    </message>
  </context>
  <context>
    <name>ui</name>
    <message>
      <source>%d %b %H:%M</source>
      <translation>%m-%d %H:%M</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>编辑(&amp;E)</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>文件(&amp;F)</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>帮助(&amp;H)</translation>
    </message>
    <message>
      <source>&amp;Model</source>
      <translation>模型(&amp;M)</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>视图(&amp;V)</translation>
    </message>
    <message>
      <source>(none)</source>
      <translation>（无）</translation>
    </message>
    <message>
      <source>(unnamed)</source>
      <translation>（未命名）</translation>
    </message>
    <message>
      <source>(x × {scale} − {mean}) ÷ {std}</source>
      <translation>(x × {scale} − {mean}) ÷ {std}</translation>
    </message>
    <message>
      <source>({count} channels)</source>
      <translation>（{count} 个通道）</translation>
    </message>
    <message>
      <source>, {share} of the source's file</source>
      <translation>，为源文件的 {share}</translation>
    </message>
    <message>
      <source>1 = the outputs point in the same direction.</source>
      <translation>1 = 两者输出方向完全一致。</translation>
    </message>
    <message>
      <source>1 op</source>
      <translation>1 个算子</translation>
    </message>
    <message>
      <source>1 stream</source>
      <translation>1 路</translation>
    </message>
    <message>
      <source>1 thread</source>
      <translation>1 线程</translation>
    </message>
    <message>
      <source>4-bit weights, 16-bit activations, sparse encoding, …</source>
      <translation>4 位权重、16 位激活、稀疏编码……</translation>
    </message>
    <message>
      <source>90 % of the runs took less.</source>
      <translation>90 % 的运行耗时低于此值。</translation>
    </message>
    <message>
      <source>99 % of the runs took less.</source>
      <translation>99 % 的运行耗时低于此值。</translation>
    </message>
    <message>
      <source>A click closes the group.</source>
      <translation>单击可关闭该分组。</translation>
    </message>
    <message>
      <source>A folder of pictures or sounds; its subfolders are classes.</source>
      <translation>图片或声音的文件夹；其子文件夹是类别。</translation>
    </message>
    <message>
      <source>A measurement is under way; only one runs at a time.</source>
      <translation>已有测量正在进行；同一时间只能运行一个。</translation>
    </message>
    <message>
      <source>A profile is being recorded.</source>
      <translation>正在记录剖析数据。</translation>
    </message>
    <message>
      <source>A “?” is a dynamic dimension. The shapes chosen here are written into every recipe.</source>
      <translation>“?” 表示动态维度。此处选择的形状会写入每个配方。</translation>
    </message>
    <message>
      <source>About Studio</source>
      <translation>关于 Studio</translation>
    </message>
    <message>
      <source>Accept</source>
      <translation>接受</translation>
    </message>
    <message>
      <source>Accept fix</source>
      <translation>接受修复</translation>
    </message>
    <message>
      <source>Accept the fix</source>
      <translation>接受修复</translation>
    </message>
    <message>
      <source>Across</source>
      <translation>横轴</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>添加</translation>
    </message>
    <message>
      <source>Add the model</source>
      <translation>附上模型</translation>
    </message>
    <message>
      <source>Add the model to the report?</source>
      <translation>要把模型附到报告里吗？</translation>
    </message>
    <message>
      <source>Against this variant, with a verdict.</source>
      <translation>与此变体比较，并给出结论。</translation>
    </message>
    <message>
      <source>All executions in a run together; the profiler counts whole µs.</source>
      <translation>一次运行中的所有执行合计；剖析器只计整微秒。</translation>
    </message>
    <message>
      <source>All files (*)</source>
      <translation>所有文件 (*)</translation>
    </message>
    <message>
      <source>All in one run: it takes longer to tell.</source>
      <translation>全部在一次测量中：需要更长时间才能分辨。</translation>
    </message>
    <message>
      <source>All input shapes of this model are fixed.</source>
      <translation>该模型的所有输入形状均已固定。</translation>
    </message>
    <message>
      <source>All outputs are within the thresholds.</source>
      <translation>所有输出均在阈值之内。</translation>
    </message>
    <message>
      <source>Allow TensorFlow ops</source>
      <translation>允许 TensorFlow 算子</translation>
    </message>
    <message>
      <source>Allow the model's code…</source>
      <translation>允许模型的代码…</translation>
    </message>
    <message>
      <source>And {count} more that failed: the Log page has them.</source>
      <translation>另有 {count} 次失败，见“日志”页。</translation>
    </message>
    <message>
      <source>And {names}.</source>
      <translation>以及 {names}。</translation>
    </message>
    <message>
      <source>As it was given</source>
      <translation>原样</translation>
    </message>
    <message>
      <source>Attributes</source>
      <translation>属性</translation>
    </message>
    <message>
      <source>Baseline</source>
      <translation>基线</translation>
    </message>
    <message>
      <source>Batch</source>
      <translation>批次</translation>
    </message>
    <message>
      <source>Batch 1</source>
      <translation>批次 1</translation>
    </message>
    <message>
      <source>Between the tensor and the float stage's: 1 = the same direction.</source>
      <translation>张量与浮点阶段之间：1 = 方向相同。</translation>
    </message>
    <message>
      <source>Bring the graph to the front with this op chosen.</source>
      <translation>把图切换到前面，并选中该算子。</translation>
    </message>
    <message>
      <source>By class</source>
      <translation>按类别</translation>
    </message>
    <message>
      <source>CALIBRATION DATA</source>
      <translation>校准数据</translation>
    </message>
    <message>
      <source>Calibrate with random numbers: the variant is marked so for ever; never ship it.</source>
      <translation>用随机数校准：该变体将永远带有此标记；切勿发布。</translation>
    </message>
    <message>
      <source>Calibrated with random data: only for trying.</source>
      <translation>使用随机数据校准：仅供试用。</translation>
    </message>
    <message>
      <source>Calibration</source>
      <translation>校准</translation>
    </message>
    <message>
      <source>Calibration data…</source>
      <translation>校准数据…</translation>
    </message>
    <message>
      <source>Calibration samples used</source>
      <translation>实际使用的校准样本数</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Cancel all jobs</source>
      <translation>取消所有任务</translation>
    </message>
    <message>
      <source>Cancel all jobs.</source>
      <translation>取消所有任务。</translation>
    </message>
    <message>
      <source>Cancel job</source>
      <translation>取消任务</translation>
    </message>
    <message>
      <source>Cancel the job that was started last; nothing of it is kept.</source>
      <translation>取消最后启动的任务；不保留任何结果。</translation>
    </message>
    <message>
      <source>Cancel them and remove</source>
      <translation>取消任务并移除</translation>
    </message>
    <message>
      <source>Cancelled after {name} was made: evaluating and measuring it was cut short.</source>
      <translation>在生成 {name} 之后被取消：对它的评估和测量已中断。</translation>
    </message>
    <message>
      <source>Change calibration data</source>
      <translation>更改校准数据</translation>
    </message>
    <message>
      <source>Change evaluation data</source>
      <translation>更改评估数据</translation>
    </message>
    <message>
      <source>Change input shapes</source>
      <translation>更改输入形状</translation>
    </message>
    <message>
      <source>Change note</source>
      <translation>更改备注</translation>
    </message>
    <message>
      <source>Change per-op precision</source>
      <translation>更改逐算子精度</translation>
    </message>
    <message>
      <source>Change recipe</source>
      <translation>更改配方</translation>
    </message>
    <message>
      <source>Check again</source>
      <translation>重新检查</translation>
    </message>
    <message>
      <source>Check against the source</source>
      <translation>与源模型对照检查</translation>
    </message>
    <message>
      <source>Check agreement</source>
      <translation>检查一致性</translation>
    </message>
    <message>
      <source>Checked on {count} samples of {inputs}.</source>
      <translation>已用 {count} 个样本检查，来自{inputs}。</translation>
    </message>
    <message>
      <source>Choose a folder</source>
      <translation>选择文件夹</translation>
    </message>
    <message>
      <source>Choose a sample and press Run, or choose a picture.</source>
      <translation>选择一个样本并点击“运行”，或选择一张图片。</translation>
    </message>
    <message>
      <source>Choose calibration data</source>
      <translation>选择校准数据</translation>
    </message>
    <message>
      <source>Choose class names</source>
      <translation>选择类别名称</translation>
    </message>
    <message>
      <source>Choose evaluation data</source>
      <translation>选择评估数据</translation>
    </message>
    <message>
      <source>Choose evaluation data (x, and y for labels) first.</source>
      <translation>请先选择评估数据(x,标签为 y)。</translation>
    </message>
    <message>
      <source>Choose held-out samples (x, y) for the check and for accuracy.</source>
      <translation>选择留出样本 (x, y)，用于检查和准确率评估。</translation>
    </message>
    <message>
      <source>Choose preset</source>
      <translation>选择预设</translation>
    </message>
    <message>
      <source>Choose signature</source>
      <translation>选择签名</translation>
    </message>
    <message>
      <source>Choose the Python file with the classes of {name}</source>
      <translation>选择含有 {name} 各个类的 Python 文件</translation>
    </message>
    <message>
      <source>Choose the file with the names of the classes, a line each.</source>
      <translation>选择包含类别名称的文件，每行一个。</translation>
    </message>
    <message>
      <source>Choose the model's code…</source>
      <translation>选择模型的代码…</translation>
    </message>
    <message>
      <source>Choose the samples that int8 measures its ranges on.</source>
      <translation>选择 int8 用来测量数值范围的样本。</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>选择…</translation>
    </message>
    <message>
      <source>Class names…</source>
      <translation>类别名称…</translation>
    </message>
    <message>
      <source>Clear</source>
      <translation>清除</translation>
    </message>
    <message>
      <source>Clear cache…</source>
      <translation>清除缓存…</translation>
    </message>
    <message>
      <source>Clear finished jobs</source>
      <translation>清除已结束的任务</translation>
    </message>
    <message>
      <source>Clear the cache?</source>
      <translation>要清除缓存吗？</translation>
    </message>
    <message>
      <source>Close Studio.</source>
      <translation>关闭 Studio。</translation>
    </message>
    <message>
      <source>Close all groups</source>
      <translation>关闭所有分组</translation>
    </message>
    <message>
      <source>Close {name}</source>
      <translation>关闭 {name}</translation>
    </message>
    <message>
      <source>Commands</source>
      <translation>命令</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>比较</translation>
    </message>
    <message>
      <source>Compare the variants' outputs with the source's once more.</source>
      <translation>再次比较各变体与源模型的输出。</translation>
    </message>
    <message>
      <source>Computes in</source>
      <translation>计算类型</translation>
    </message>
    <message>
      <source>Confusion matrix</source>
      <translation>混淆矩阵</translation>
    </message>
    <message>
      <source>Constants</source>
      <translation>常量</translation>
    </message>
    <message>
      <source>Conversions</source>
      <translation>转换</translation>
    </message>
    <message>
      <source>Convert</source>
      <translation>转换</translation>
    </message>
    <message>
      <source>Convert again by this way out.</source>
      <translation>用这个办法重新转换。</translation>
    </message>
    <message>
      <source>Convert again to have it back.</source>
      <translation>重新转换即可恢复。</translation>
    </message>
    <message>
      <source>Convert another way</source>
      <translation>换一种方式转换</translation>
    </message>
    <message>
      <source>Convert the model first, or choose a target that runs the model as it is.</source>
      <translation>请先转换模型，或选择能直接运行该模型的目标。</translation>
    </message>
    <message>
      <source>Convert the model first.</source>
      <translation>请先转换模型。</translation>
    </message>
    <message>
      <source>Convert the model first: only converted variants can be profiled.</source>
      <translation>请先转换模型：只有转换后的变体可以剖析。</translation>
    </message>
    <message>
      <source>Convert {count} variants</source>
      <translation>转换 {count} 个变体</translation>
    </message>
    <message>
      <source>Converts the model as it is: the reference that the others are compared with.</source>
      <translation>按原样转换模型：作为其他变体的比较参照。</translation>
    </message>
    <message>
      <source>Copied: {text}</source>
      <translation>已复制：{text}</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <source>Copy as CLI command</source>
      <translation>复制为命令行</translation>
    </message>
    <message>
      <source>Copy as TSV</source>
      <translation>复制为 TSV</translation>
    </message>
    <message>
      <source>Copy image</source>
      <translation>复制图像</translation>
    </message>
    <message>
      <source>Copy measurement as CLI command</source>
      <translation>将测量复制为命令行</translation>
    </message>
    <message>
      <source>Copy name</source>
      <translation>复制名称</translation>
    </message>
    <message>
      <source>Copy the command line that makes the last measurement again.</source>
      <translation>复制可重做上次测量的命令行。</translation>
    </message>
    <message>
      <source>Copy the command line that makes this variant.</source>
      <translation>复制可生成该变体的命令行。</translation>
    </message>
    <message>
      <source>Copy whole table as TSV</source>
      <translation>将整个表格复制为 TSV</translation>
    </message>
    <message>
      <source>Counted with {shapes}.</source>
      <translation>按 {shapes} 统计。</translation>
    </message>
    <message>
      <source>Cut here as output…</source>
      <translation>在此切分作为输出…</translation>
    </message>
    <message>
      <source>Cut the model down to the smallest part that still dies, and save it with all that reproduces it. Whoever gets the zip has that part.</source>
      <translation>将模型缩减为仍会崩溃的最小部分，并连同重现它所需的一切一起保存。拿到该压缩包的人也就得到了这一部分。</translation>
    </message>
    <message>
      <source>Cut the model of the last crash down to the smallest part that still dies, and save it with all that reproduces it.</source>
      <translation>将上次崩溃的模型裁剪到仍会崩溃的最小部分，并连同重现所需的一切一起保存。</translation>
    </message>
    <message>
      <source>Dark colors.</source>
      <translation>深色配色。</translation>
    </message>
    <message>
      <source>Data ({names})</source>
      <translation>数据 ({names})</translation>
    </message>
    <message>
      <source>Data doctor</source>
      <translation>数据医生</translation>
    </message>
    <message>
      <source>Data doctor: nothing found</source>
      <translation>数据医生：没有发现问题</translation>
    </message>
    <message>
      <source>Data doctor: nothing found, {unknown} cannot be told…</source>
      <translation>数据医生：没有发现问题，{unknown} 项无法判断…</translation>
    </message>
    <message>
      <source>Data doctor: {count} found, {unknown} cannot be told…</source>
      <translation>数据医生：发现 {count} 项，{unknown} 项无法判断…</translation>
    </message>
    <message>
      <source>Data doctor: {count} found…</source>
      <translation>数据医生：发现 {count} 项…</translation>
    </message>
    <message>
      <source>Decide whether the code inside the model may run.</source>
      <translation>决定是否允许运行模型内的代码。</translation>
    </message>
    <message>
      <source>Delete cached float models; they are made again when needed.</source>
      <translation>删除缓存的浮点模型；需要时会重新生成。</translation>
    </message>
    <message>
      <source>Delete selected</source>
      <translation>删除所选</translation>
    </message>
    <message>
      <source>Delete variant</source>
      <translation>删除变体</translation>
    </message>
    <message>
      <source>Deleted; Undo brings it back.</source>
      <translation>已删除；可用“撤销”恢复。</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>详情</translation>
    </message>
    <message>
      <source>Details of the error</source>
      <translation>错误详情</translation>
    </message>
    <message>
      <source>Diagnose</source>
      <translation>诊断</translation>
    </message>
    <message>
      <source>Difference to the source on the same samples in percentage points, with the 95 % interval; where that holds 0, no difference was shown.</source>
      <translation>在相同样本上与源模型之差（百分点），含 95 % 置信区间；若区间包含 0，则未显示出差异。</translation>
    </message>
    <message>
      <source>Difference to the source on the same samples, with the 95 % interval.</source>
      <translation>在相同样本上与来源的差，附 95 % 区间。</translation>
    </message>
    <message>
      <source>Differences up to {percent:g} % do not matter.</source>
      <translation>不超过 {percent:g} % 的差异视为无关紧要。</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>放弃</translation>
    </message>
    <message>
      <source>Discard fix</source>
      <translation>放弃修复</translation>
    </message>
    <message>
      <source>Discard the fix</source>
      <translation>放弃修复</translation>
    </message>
    <message>
      <source>Discarded; Undo brings it back.</source>
      <translation>已放弃；可用“撤销”恢复。</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>关闭</translation>
    </message>
    <message>
      <source>Divider: {name}</source>
      <translation>分隔条：{name}</translation>
    </message>
    <message>
      <source>Do without this data.</source>
      <translation>不使用该数据。</translation>
    </message>
    <message>
      <source>Does it compute what its source computes?</source>
      <translation>它的计算结果与源模型一致吗？</translation>
    </message>
    <message>
      <source>Does not count: tick one of {names}.</source>
      <translation>不起作用：请勾选其中之一：{names}。</translation>
    </message>
    <message>
      <source>Done again: {text}</source>
      <translation>已重做：{text}</translation>
    </message>
    <message>
      <source>Drag it, or move it by the arrow keys, Home and End.</source>
      <translation>可拖动，也可用方向键、Home 和 End 移动。</translation>
    </message>
    <message>
      <source>Duplicate recipe</source>
      <translation>复制配方</translation>
    </message>
    <message>
      <source>EVALUATION DATA</source>
      <translation>评估数据</translation>
    </message>
    <message>
      <source>Each clause is counted in the file or was measured here.</source>
      <translation>每个分句都来自对文件的统计或在此的测量。</translation>
    </message>
    <message>
      <source>Each dot is an artifact that was made, checked and judged.</source>
      <translation>每个点是一个已生成、检查并评判的产物。</translation>
    </message>
    <message>
      <source>Each scenario has a scale of its own.</source>
      <translation>每种场景有各自的刻度。</translation>
    </message>
    <message>
      <source>Each stored value is multiplied by this.</source>
      <translation>每个存储值都乘以此数。</translation>
    </message>
    <message>
      <source>Edit a copy of the recipe</source>
      <translation>编辑配方副本</translation>
    </message>
    <message>
      <source>Elements of the op's weights, also through DEQUANTIZE. Shared: several ops use them; they count at the first.</source>
      <translation>算子权重的元素数，经过 DEQUANTIZE 的也算。共用：多个算子使用它们，计入第一个。</translation>
    </message>
    <message>
      <source>End the measurement early and keep its samples.</source>
      <translation>提前结束测量并保留样本。</translation>
    </message>
    <message>
      <source>End the measurement early and keep what was measured.</source>
      <translation>提前结束测量，保留已测得的结果。</translation>
    </message>
    <message>
      <source>End this job; nothing of it is kept.</source>
      <translation>结束此任务；不保留任何结果。</translation>
    </message>
    <message>
      <source>Equal groups</source>
      <translation>相同的分组</translation>
    </message>
    <message>
      <source>Errors</source>
      <translation>误差</translation>
    </message>
    <message>
      <source>Evaluate</source>
      <translation>评估</translation>
    </message>
    <message>
      <source>Evaluation</source>
      <translation>评估</translation>
    </message>
    <message>
      <source>Evaluation data…</source>
      <translation>评估数据…</translation>
    </message>
    <message>
      <source>Export a report</source>
      <translation>导出报告</translation>
    </message>
    <message>
      <source>Export data</source>
      <translation>导出数据</translation>
    </message>
    <message>
      <source>Export data…</source>
      <translation>导出数据…</translation>
    </message>
    <message>
      <source>Export measurements as CSV…</source>
      <translation>将测量结果导出为 CSV…</translation>
    </message>
    <message>
      <source>Export recipe…</source>
      <translation>导出配方…</translation>
    </message>
    <message>
      <source>Export report…</source>
      <translation>导出报告…</translation>
    </message>
    <message>
      <source>Export samples as CSV…</source>
      <translation>将样本导出为 CSV…</translation>
    </message>
    <message>
      <source>Export the measurements</source>
      <translation>导出测量结果</translation>
    </message>
    <message>
      <source>Export the recipe</source>
      <translation>导出配方</translation>
    </message>
    <message>
      <source>Export the samples</source>
      <translation>导出样本</translation>
    </message>
    <message>
      <source>File</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>Files of this kind are opened in one way only.</source>
      <translation>这类文件只有一种打开方式。</translation>
    </message>
    <message>
      <source>Fill in 1 for the batch; what else is open stays a “?”.</source>
      <translation>批次填 1；其他未定的仍是“?”。</translation>
    </message>
    <message>
      <source>Find a command</source>
      <translation>查找命令</translation>
    </message>
    <message>
      <source>Find a command…</source>
      <translation>查找命令…</translation>
    </message>
    <message>
      <source>Find out what runs here</source>
      <translation>查明此处可运行哪些目标</translation>
    </message>
    <message>
      <source>Find the few ops of the selected variant to keep out of 8 bits.</source>
      <translation>查找所选变体中少数不应使用 8 位的算子。</translation>
    </message>
    <message>
      <source>Find the few ops to keep out of 8 bits; makes a new variant, this one stays.</source>
      <translation>查找少数不应使用 8 位的算子；生成新变体，当前变体保留。</translation>
    </message>
    <message>
      <source>Find what crashes…</source>
      <translation>查找崩溃之处…</translation>
    </message>
    <message>
      <source>Find which op of the selected variants puts an error there, tensor by tensor.</source>
      <translation>逐张量查找所选变体中哪个算子引入了误差。</translation>
    </message>
    <message>
      <source>Fix</source>
      <translation>修复</translation>
    </message>
    <message>
      <source>Fix the batch</source>
      <translation>固定批大小</translation>
    </message>
    <message>
      <source>Fix the dynamic dimensions of the model's inputs.</source>
      <translation>固定模型输入的动态维度。</translation>
    </message>
    <message>
      <source>Folder…</source>
      <translation>文件夹…</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>格式</translation>
    </message>
    <message>
      <source>Free software under the Apache License 2.0. It is built on:</source>
      <translation>以 Apache License 2.0 发布的自由软件。基于：</translation>
    </message>
    <message>
      <source>Give the selected model or variant another name.</source>
      <translation>为所选模型或变体改名。</translation>
    </message>
    <message>
      <source>Goal</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Graph</source>
      <translation>计算图</translation>
    </message>
    <message>
      <source>Group by name</source>
      <translation>按名称分组</translation>
    </message>
    <message>
      <source>Group repeated blocks</source>
      <translation>按重复结构分组</translation>
    </message>
    <message>
      <source>Half of the runs took less.</source>
      <translation>一半的运行耗时低于此值。</translation>
    </message>
    <message>
      <source>Held-out samples for the check and for accuracy: .npz with x and y, .csv or TFRecord with labels, or a folder with a subfolder for each class.</source>
      <translation>用于检查和准确率的留出样本：含 x 和 y 的 .npz，带标签的 .csv 或 TFRecord，或每个类别一个子文件夹的文件夹。</translation>
    </message>
    <message>
      <source>Hide this message.</source>
      <translation>隐藏此消息。</translation>
    </message>
    <message>
      <source>Histogram of latency</source>
      <translation>延迟直方图</translation>
    </message>
    <message>
      <source>Hollow: measured under other conditions than the newest; the tooltip names them.</source>
      <translation>空心：测量条件与最新一次不同；提示中列出差异。</translation>
    </message>
    <message>
      <source>Horizontal axis</source>
      <translation>横轴</translation>
    </message>
    <message>
      <source>How far each tensor is from the float stage's, and whose fault it is.</source>
      <translation>每个张量与浮点阶段的偏差，以及由谁造成。</translation>
    </message>
    <message>
      <source>How it is opened…</source>
      <translation>打开方式…</translation>
    </message>
    <message>
      <source>How many samples are called so, rightly or not.</source>
      <translation>有多少样本被判为此类,无论对错。</translation>
    </message>
    <message>
      <source>How ops are chosen: by their names, one op exactly, or by kind.</source>
      <translation>如何选择算子：按名称、指定一个算子，或按类型。</translation>
    </message>
    <message>
      <source>How pictures are resized.</source>
      <translation>图片如何缩放。</translation>
    </message>
    <message>
      <source>How samples come to the model in the next measurement:</source>
      <translation>下一次测量中样本送入模型的方式：</translation>
    </message>
    <message>
      <source>How stored values become the model's input.</source>
      <translation>存储值如何变为模型输入。</translation>
    </message>
    <message>
      <source>How {name} is opened</source>
      <translation>{name} 的打开方式</translation>
    </message>
    <message>
      <source>Import a recipe</source>
      <translation>导入配方</translation>
    </message>
    <message>
      <source>Import recipe</source>
      <translation>导入配方</translation>
    </message>
    <message>
      <source>Import recipe…</source>
      <translation>导入配方…</translation>
    </message>
    <message>
      <source>In another run, {run}: {said}</source>
      <translation>在另一次运行中（{run}）：{said}</translation>
    </message>
    <message>
      <source>In brackets or behind ±: 95 % intervals.</source>
      <translation>括号内或 ± 之后:95 % 区间。</translation>
    </message>
    <message>
      <source>In percent.</source>
      <translation>以百分比表示。</translation>
    </message>
    <message>
      <source>In the goal's terms.</source>
      <translation>以目标的量表示。</translation>
    </message>
    <message>
      <source>In the order in which they were tried.</source>
      <translation>按试验的先后顺序。</translation>
    </message>
    <message>
      <source>Input</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>Input shapes of {name}</source>
      <translation>{name} 的输入形状</translation>
    </message>
    <message>
      <source>Input shapes…</source>
      <translation>输入形状…</translation>
    </message>
    <message>
      <source>Inputs</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>Inputs in a second: those of a run by its mean time; of a server, the rate at which queries came.</source>
      <translation>每秒输入数：一次运行的输入数除以其平均时间；服务器场景为请求到达的速率。</translation>
    </message>
    <message>
      <source>Install</source>
      <translation>安装</translation>
    </message>
    <message>
      <source>Install the ONNX converter?</source>
      <translation>要安装 ONNX 转换器吗？</translation>
    </message>
    <message>
      <source>Install the ONNX converter…</source>
      <translation>安装 ONNX 转换器…</translation>
    </message>
    <message>
      <source>It helps to find the cause, but whoever gets the report can use the model.</source>
      <translation>这有助于查找原因，但得到报告的人都可以使用该模型。</translation>
    </message>
    <message>
      <source>It holds</source>
      <translation>其中有</translation>
    </message>
    <message>
      <source>It was not measured against {name}.</source>
      <translation>未与 {name} 一起测量。</translation>
    </message>
    <message>
      <source>Its 95 % interval needs {least} processes of {count} samples each: measure longer.</source>
      <translation>其 95 % 区间需要 {least} 个各有 {count} 个样本的进程：请延长测量。</translation>
    </message>
    <message>
      <source>Its 95 % interval needs {least} processes.</source>
      <translation>其 95 % 区间需要 {least} 个进程。</translation>
    </message>
    <message>
      <source>Its answer, and the score that it gives that answer.</source>
      <translation>它的回答,以及它给该回答的分数。</translation>
    </message>
    <message>
      <source>Its file is being read; the Jobs panel shows how far it is.</source>
      <translation>正在读取其文件；进度见“任务”面板。</translation>
    </message>
    <message>
      <source>Its file is missing: convert again.</source>
      <translation>其文件缺失：请重新转换。</translation>
    </message>
    <message>
      <source>Its place in the evaluation data, from 0.</source>
      <translation>它在评估数据中的位置,从 0 开始。</translation>
    </message>
    <message>
      <source>Its values are not in this file, or stored in a way that is not read.</source>
      <translation>其数值不在此文件中，或其存储方式无法读取。</translation>
    </message>
    <message>
      <source>JOBS</source>
      <translation>任务</translation>
    </message>
    <message>
      <source>Jobs</source>
      <translation>任务</translation>
    </message>
    <message>
      <source>Keep an op in another precision</source>
      <translation>让一个算子保持其他精度</translation>
    </message>
    <message>
      <source>Keep dynamic batch</source>
      <translation>保留动态批次</translation>
    </message>
    <message>
      <source>Keep the variant that a fix has proposed.</source>
      <translation>保留修复所提出的变体。</translation>
    </message>
    <message>
      <source>Keep the variant that was made.</source>
      <translation>保留所生成的变体。</translation>
    </message>
    <message>
      <source>Keep working</source>
      <translation>继续工作</translation>
    </message>
    <message>
      <source>Kept ops</source>
      <translation>保留的算子</translation>
    </message>
    <message>
      <source>Keras 2 (package tf_keras)</source>
      <translation>Keras 2（软件包 tf_keras）</translation>
    </message>
    <message>
      <source>Keras 3, or Keras 2 where that refuses</source>
      <translation>Keras 3；若它拒绝则用 Keras 2</translation>
    </message>
    <message>
      <source>Known before a run (made from constants or shapes), hands on what it is given, gives it a shape or an order of axes that the other graph comes to without it, or no output follows from it: the other graph needs no op for it.</source>
      <translation>运行前已知（由常量或形状得出）、原样传递其输入、给出的形状或轴顺序另一张图不用它也能得到，或没有输出依赖于它：另一张图无需为它设算子。</translation>
    </message>
    <message>
      <source>Label</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>Larger text</source>
      <translation>增大文字</translation>
    </message>
    <message>
      <source>Latency</source>
      <translation>延迟</translation>
    </message>
    <message>
      <source>Latency in ms over the time spent in timed runs in s.</source>
      <translation>延迟（毫秒）随计时运行累计时间（秒）的变化。</translation>
    </message>
    <message>
      <source>Latency in proportion to the baseline's; only of runs in which both were measured together.</source>
      <translation>延迟与基线之比；仅限两者一起测量的运行。</translation>
    </message>
    <message>
      <source>Latency over the minutes</source>
      <translation>数分钟内的延迟</translation>
    </message>
    <message>
      <source>Latency over time</source>
      <translation>延迟随时间变化</translation>
    </message>
    <message>
      <source>Latency: half of the runs took less; with its 95 % interval.</source>
      <translation>延迟：一半的运行耗时低于此值；含 95 % 置信区间。</translation>
    </message>
    <message>
      <source>Least – greatest</source>
      <translation>最小 – 最大</translation>
    </message>
    <message>
      <source>Leave an op in float, 16 or 8 bits when the model is converted.</source>
      <translation>转换模型时让一个算子保持浮点、16 位或 8 位。</translation>
    </message>
    <message>
      <source>Leave it out</source>
      <translation>不附上</translation>
    </message>
    <message>
      <source>Leave single ops in float, 16 or 8 bits where quantizing them costs too much.</source>
      <translation>在量化代价过大的地方，让个别算子保持浮点、16 位或 8 位。</translation>
    </message>
    <message>
      <source>Leave the batch open instead of fixing it to 1; takes the slow route.</source>
      <translation>批次保持开放而不固定为 1；走慢速路线。</translation>
    </message>
    <message>
      <source>Left: less time than the baseline; right: more. Gray: does not matter.</source>
      <translation>左：耗时少于基线；右：多于基线。灰色：无关紧要。</translation>
    </message>
    <message>
      <source>License</source>
      <translation>许可证</translation>
    </message>
    <message>
      <source>Licenses of the packages</source>
      <translation>各软件包的许可证</translation>
    </message>
    <message>
      <source>Light colors.</source>
      <translation>浅色配色。</translation>
    </message>
    <message>
      <source>Light or dark as the desktop says.</source>
      <translation>浅色或深色，跟随桌面设置。</translation>
    </message>
    <message>
      <source>Lineage</source>
      <translation>来龙去脉</translation>
    </message>
    <message>
      <source>LiteRT (TFLite) (*.tflite)</source>
      <translation>LiteRT (TFLite) (*.tflite)</translation>
    </message>
    <message>
      <source>Live and stored measurements.</source>
      <translation>实时和已保存的测量。</translation>
    </message>
    <message>
      <source>Loading the model, in a process of its own.</source>
      <translation>加载模型的时间，在独立进程中测得。</translation>
    </message>
    <message>
      <source>Loading the picture…</source>
      <translation>正在载入图片…</translation>
    </message>
    <message>
      <source>Locate file…</source>
      <translation>定位文件…</translation>
    </message>
    <message>
      <source>Locate it by the menu of the model on the left.</source>
      <translation>请通过左侧模型的菜单定位该文件。</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>日志</translation>
    </message>
    <message>
      <source>Looking at the data…</source>
      <translation>正在查看数据…</translation>
    </message>
    <message>
      <source>Looking at this system…</source>
      <translation>正在检查本系统…</translation>
    </message>
    <message>
      <source>Looking for the ops of {name} to keep so that {goal}: {count} tried</source>
      <translation>正在寻找 {name} 中为达到 {goal} 需保留的算子：已试 {count} 次</translation>
    </message>
    <message>
      <source>MACs</source>
      <translation>MAC 数</translation>
    </message>
    <message>
      <source>MACs by type</source>
      <translation>各类型的 MAC</translation>
    </message>
    <message>
      <source>MACs in float</source>
      <translation>浮点 MAC</translation>
    </message>
    <message>
      <source>MACs in int8</source>
      <translation>int8 MAC</translation>
    </message>
    <message>
      <source>MACs kept</source>
      <translation>保留的 MAC</translation>
    </message>
    <message>
      <source>MACs of kept ops</source>
      <translation>保留算子的 MAC</translation>
    </message>
    <message>
      <source>MACs of kept ops: {macs}</source>
      <translation>保留算子的 MAC：{macs}</translation>
    </message>
    <message>
      <source>MACs: float</source>
      <translation>MAC：浮点</translation>
    </message>
    <message>
      <source>MACs: hybrid (activations quantized while running)</source>
      <translation>MAC：混合（激活在运行时量化）</translation>
    </message>
    <message>
      <source>MACs: int16 activations</source>
      <translation>MAC：int16 激活</translation>
    </message>
    <message>
      <source>MACs: int8</source>
      <translation>MAC：int8</translation>
    </message>
    <message>
      <source>MACs: other integers</source>
      <translation>MAC：其他整数</translation>
    </message>
    <message>
      <source>MAE</source>
      <translation>MAE</translation>
    </message>
    <message>
      <source>MODELS</source>
      <translation>模型</translation>
    </message>
    <message>
      <source>Made by</source>
      <translation>产生于</translation>
    </message>
    <message>
      <source>Main</source>
      <translation>主工具栏</translation>
    </message>
    <message>
      <source>Make all text larger.</source>
      <translation>放大所有文字。</translation>
    </message>
    <message>
      <source>Make all text smaller.</source>
      <translation>缩小所有文字。</translation>
    </message>
    <message>
      <source>Make the environment in which onnx2tf converts ONNX files.</source>
      <translation>创建 onnx2tf 转换 ONNX 文件所用的环境。</translation>
    </message>
    <message>
      <source>Make the undone change again.</source>
      <translation>重新应用已撤销的更改。</translation>
    </message>
    <message>
      <source>Make, audit and check a variant for each recipe ticked under Optimize.</source>
      <translation>为“优化”中勾选的每个配方生成、审计并检查一个变体。</translation>
    </message>
    <message>
      <source>Make, audit and check a variant for each recipe.</source>
      <translation>为每个配方生成、审计并检查一个变体。</translation>
    </message>
    <message>
      <source>Makes a trained network run well on an edge device, and knows that it does.</source>
      <translation>让训练好的网络在边缘设备上跑得好，并且确知如此。</translation>
    </message>
    <message>
      <source>Makes {count} variants: {names}</source>
      <translation>将生成 {count} 个变体：{names}</translation>
    </message>
    <message>
      <source>Makes {names}</source>
      <translation>将生成 {names}</translation>
    </message>
    <message>
      <source>Mean ± deviation</source>
      <translation>均值 ± 标准差</translation>
    </message>
    <message>
      <source>Measure</source>
      <translation>测量</translation>
    </message>
    <message>
      <source>Measure longer</source>
      <translation>延长测量</translation>
    </message>
    <message>
      <source>Measure longer ({time})</source>
      <translation>延长测量（{time}）</translation>
    </message>
    <message>
      <source>Measure one file against itself: what this machine can tell apart.</source>
      <translation>让一个文件与它自己比较：这台机器能分辨多小的差异。</translation>
    </message>
    <message>
      <source>Measure the latency of the selected variants together, interleaved.</source>
      <translation>交错测量所选变体的延迟。</translation>
    </message>
    <message>
      <source>Measure the same again for as long as it would probably take to tell.</source>
      <translation>重新测量同样的内容，时长为很可能足以分辨的时间。</translation>
    </message>
    <message>
      <source>Measure this machine's resolution</source>
      <translation>测量这台机器的分辨率</translation>
    </message>
    <message>
      <source>Measured in another scenario than the baseline: times do not compare.</source>
      <translation>测量所用的场景与基线不同：时间不可比较。</translation>
    </message>
    <message>
      <source>Measured on another target than the baseline: times do not compare.</source>
      <translation>测量所用的目标与基线不同：时间不可比较。</translation>
    </message>
    <message>
      <source>Measured under other conditions than the baseline:</source>
      <translation>测量条件与基线不同：</translation>
    </message>
    <message>
      <source>Measurements of this variant</source>
      <translation>此变体的各次测量</translation>
    </message>
    <message>
      <source>Measuring</source>
      <translation>测量</translation>
    </message>
    <message>
      <source>Median latency over time</source>
      <translation>延迟中位数随时间变化</translation>
    </message>
    <message>
      <source>Median, and how many times the time of the one given.</source>
      <translation>中位数，以及为原变体耗时的多少倍。</translation>
    </message>
    <message>
      <source>Medians added up: well below the time of a run where other programs held up most runs, each time another op. In no op: the runtime's own work, and what the profiler cuts off, which counts whole microseconds. Without a time: computed together with a neighbor, or before the run.</source>
      <translation>中位数之和：如果其他程序拖慢了多数运行，且每次拖慢的算子不同，它会远低于一次运行的时间。不在任何算子中：运行时自身的工作，以及剖析器截去的部分（它只计整微秒）。没有时间：与相邻算子一起计算，或在运行之前计算。</translation>
    </message>
    <message>
      <source>Models ({suffixes})</source>
      <translation>模型 ({suffixes})</translation>
    </message>
    <message>
      <source>Models and variants</source>
      <translation>模型和变体</translation>
    </message>
    <message>
      <source>More optimizations</source>
      <translation>更多优化</translation>
    </message>
    <message>
      <source>Multiply-accumulates of one inference; 0 = it multiplies nothing.</source>
      <translation>一次推理的乘加次数；0 = 不做乘法。</translation>
    </message>
    <message>
      <source>Multiply-accumulates of the kept ops in a run.</source>
      <translation>一次运行中保留算子的乘加次数。</translation>
    </message>
    <message>
      <source>NaN or infinite</source>
      <translation>NaN 或无穷大</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>Name the Python file that defines the classes of the model.</source>
      <translation>指定定义该模型各个类的 Python 文件。</translation>
    </message>
    <message>
      <source>Name, kind or regular expression</source>
      <translation>名称、类型或正则表达式</translation>
    </message>
    <message>
      <source>Needs at least (says the file)</source>
      <translation>最低运行时版本（文件所述）</translation>
    </message>
    <message>
      <source>Needs {least} samples, and there are {count}: measure longer.</source>
      <translation>需要 {least} 个样本，现有 {count} 个：请延长测量。</translation>
    </message>
    <message>
      <source>New name:</source>
      <translation>新名称：</translation>
    </message>
    <message>
      <source>Newest / here:</source>
      <translation>最新 / 此处：</translation>
    </message>
    <message>
      <source>No groups</source>
      <translation>不分组</translation>
    </message>
    <message>
      <source>No job has died of a crash.</source>
      <translation>没有任务因崩溃而终止。</translation>
    </message>
    <message>
      <source>No job has ended yet.</source>
      <translation>尚无任务结束。</translation>
    </message>
    <message>
      <source>No job has failed.</source>
      <translation>没有失败的任务。</translation>
    </message>
    <message>
      <source>No job is running.</source>
      <translation>没有正在运行的任务。</translation>
    </message>
    <message>
      <source>No jobs. What you convert or measure shows here.</source>
      <translation>没有任务。转换和测量会显示在这里。</translation>
    </message>
    <message>
      <source>No measurement is running.</source>
      <translation>没有正在进行的测量。</translation>
    </message>
    <message>
      <source>No model selected</source>
      <translation>未选择模型</translation>
    </message>
    <message>
      <source>No model yet</source>
      <translation>尚无模型</translation>
    </message>
    <message>
      <source>No ops are known.</source>
      <translation>算子未知。</translation>
    </message>
    <message>
      <source>No room to name: {names}</source>
      <translation>放不下的名称：{names}</translation>
    </message>
    <message>
      <source>No tensor is called so.</source>
      <translation>没有张量叫这个名称。</translation>
    </message>
    <message>
      <source>Normal text</source>
      <translation>标准文字</translation>
    </message>
    <message>
      <source>Not checked yet.</source>
      <translation>尚未检查。</translation>
    </message>
    <message>
      <source>Not checked.</source>
      <translation>未检查。</translation>
    </message>
    <message>
      <source>Not finite</source>
      <translation>非有限值</translation>
    </message>
    <message>
      <source>Not known for this format.</source>
      <translation>此格式无法得知。</translation>
    </message>
    <message>
      <source>Not measured together with the baseline: measure both in one run to compare them.</source>
      <translation>未与基线一起测量：请在一次测量中同时测量两者，再作比较。</translation>
    </message>
    <message>
      <source>Not measured yet.</source>
      <translation>尚未测量。</translation>
    </message>
    <message>
      <source>Not recorded alike, which may be why times differ: {what}</source>
      <translation>记录条件不同，时间差异可能由此而来：{what}</translation>
    </message>
    <message>
      <source>Not shown, since {what} or score is not known: {count}</source>
      <translation>因{what}或得分未知而未显示：{count}</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>Note on {name}:</source>
      <translation>{name} 的备注：</translation>
    </message>
    <message>
      <source>Note…</source>
      <translation>备注…</translation>
    </message>
    <message>
      <source>Nothing has been measured yet.</source>
      <translation>尚未测量任何内容。</translation>
    </message>
    <message>
      <source>Nothing of that kind in this file.</source>
      <translation>此文件中没有这类情况。</translation>
    </message>
    <message>
      <source>Numbers, separated by commas; std is not 0; sizes as 224x224.</source>
      <translation>数字，以逗号分隔；标准差不为 0；尺寸写作 224x224。</translation>
    </message>
    <message>
      <source>OPTIMIZE</source>
      <translation>优化</translation>
    </message>
    <message>
      <source>Of a file with several graphs, the tags of the one that is meant.</source>
      <translation>文件含有多个图时，要用的那个图的标签。</translation>
    </message>
    <message>
      <source>Of the time of a run: median over the runs of the share in each.</source>
      <translation>占一次运行时间的比例：各次运行中占比的中位数。</translation>
    </message>
    <message>
      <source>Of the worst output, over its range.</source>
      <translation>误差最大的输出，相对其范围。</translation>
    </message>
    <message>
      <source>On the evaluation data, with the 95 % interval; the cell names the metric.</source>
      <translation>在评估数据上，附 95 % 区间；单元格写明指标。</translation>
    </message>
    <message>
      <source>On {count} samples of {inputs}.</source>
      <translation>在 {count} 个样本上检查，来自{inputs}。</translation>
    </message>
    <message>
      <source>One of the two gave no outputs.</source>
      <translation>两者之一没有给出输出。</translation>
    </message>
    <message>
      <source>One op of the file, found by its place in the order or by its index.</source>
      <translation>文件中的一个算子，按其次序或序号找到。</translation>
    </message>
    <message>
      <source>Only in the first graph, or nobody can tell which of several it is.</source>
      <translation>只在第一个图中，或无法判断是多个中的哪一个。</translation>
    </message>
    <message>
      <source>Only in the second graph, or nobody can tell which of several it is.</source>
      <translation>只在第二个图中，或无法判断是多个中的哪一个。</translation>
    </message>
    <message>
      <source>Only measurements of one target stand in one plot.</source>
      <translation>一张图中只放同一目标的测量。</translation>
    </message>
    <message>
      <source>Op</source>
      <translation>算子</translation>
    </message>
    <message>
      <source>Open .studio file…</source>
      <translation>打开 .studio 文件…</translation>
    </message>
    <message>
      <source>Open SavedModel folder…</source>
      <translation>打开 SavedModel 文件夹…</translation>
    </message>
    <message>
      <source>Open a SavedModel folder</source>
      <translation>打开 SavedModel 文件夹</translation>
    </message>
    <message>
      <source>Open a SavedModel: the folder that holds saved_model.pb.</source>
      <translation>打开 SavedModel：包含 saved_model.pb 的文件夹。</translation>
    </message>
    <message>
      <source>Open a model</source>
      <translation>打开模型</translation>
    </message>
    <message>
      <source>Open a model first.</source>
      <translation>请先打开一个模型。</translation>
    </message>
    <message>
      <source>Open a model, or select one on the left.</source>
      <translation>打开一个模型，或在左侧选择一个。</translation>
    </message>
    <message>
      <source>Open a session</source>
      <translation>打开会话</translation>
    </message>
    <message>
      <source>Open a session that was saved as one file.</source>
      <translation>打开保存为单个文件的会话。</translation>
    </message>
    <message>
      <source>Open a small digits classifier with its data, to try everything at once.</source>
      <translation>打开一个小型数字分类器及其数据，可立即体验全部功能。</translation>
    </message>
    <message>
      <source>Open a trained model, or drop one here.</source>
      <translation>打开训练好的模型，或拖放到这里。</translation>
    </message>
    <message>
      <source>Open again from disk</source>
      <translation>从磁盘重新打开</translation>
    </message>
    <message>
      <source>Open all groups</source>
      <translation>打开所有分组</translation>
    </message>
    <message>
      <source>Open the folder that the zip lies in.</source>
      <translation>打开 zip 所在的文件夹。</translation>
    </message>
    <message>
      <source>Open the group</source>
      <translation>打开分组</translation>
    </message>
    <message>
      <source>Open the sample</source>
      <translation>打开示例</translation>
    </message>
    <message>
      <source>Open trained models: .keras, .h5, .tflite.</source>
      <translation>打开训练好的模型：.keras、.h5、.tflite。</translation>
    </message>
    <message>
      <source>Open {name}</source>
      <translation>打开 {name}</translation>
    </message>
    <message>
      <source>Opened {path}</source>
      <translation>已打开 {path}</translation>
    </message>
    <message>
      <source>Opening {name}…</source>
      <translation>正在打开 {name}…</translation>
    </message>
    <message>
      <source>Open…</source>
      <translation>打开…</translation>
    </message>
    <message>
      <source>Ops</source>
      <translation>算子</translation>
    </message>
    <message>
      <source>Ops inside</source>
      <translation>内部算子</translation>
    </message>
    <message>
      <source>Ops of the file explain {share} of a run of {time} µs</source>
      <translation>文件中的算子解释了一次 {time} µs 运行的 {share}</translation>
    </message>
    <message>
      <source>Ops of the file that only quantize or dequantize.</source>
      <translation>文件中只做量化或反量化的算子。</translation>
    </message>
    <message>
      <source>Ops that only change the layout, which the source does not have.</source>
      <translation>只改变布局、源模型中没有的算子。</translation>
    </message>
    <message>
      <source>Optimizations</source>
      <translation>优化</translation>
    </message>
    <message>
      <source>Other number of threads…</source>
      <translation>其他线程数…</translation>
    </message>
    <message>
      <source>Other…</source>
      <translation>其他…</translation>
    </message>
    <message>
      <source>Output</source>
      <translation>输出</translation>
    </message>
    <message>
      <source>Outputs</source>
      <translation>输出</translation>
    </message>
    <message>
      <source>Overview</source>
      <translation>概览</translation>
    </message>
    <message>
      <source>Own choice</source>
      <translation>自定义</translation>
    </message>
    <message>
      <source>Package</source>
      <translation>软件包</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>页面</translation>
    </message>
    <message>
      <source>Parameters</source>
      <translation>参数</translation>
    </message>
    <message>
      <source>Path</source>
      <translation>路径</translation>
    </message>
    <message>
      <source>Peak memory: the most that a process of its own held.</source>
      <translation>峰值内存：独立进程占用的最大内存。</translation>
    </message>
    <message>
      <source>Per-op precision</source>
      <translation>逐算子精度</translation>
    </message>
    <message>
      <source>Per-op precision ({count})</source>
      <translation>逐算子精度（{count}）</translation>
    </message>
    <message>
      <source>Pictures are resized to height × width, e.g. 256x256.</source>
      <translation>图片缩放到 高 × 宽，例如 256x256。</translation>
    </message>
    <message>
      <source>Place in the file; behind a colon where it is not the main graph.</source>
      <translation>在文件中的位置；不在主图时写在冒号之后。</translation>
    </message>
    <message>
      <source>Place in the one file and in the other.</source>
      <translation>在两个文件中的位置。</translation>
    </message>
    <message>
      <source>Place in the order of execution.</source>
      <translation>执行顺序中的位置。</translation>
    </message>
    <message>
      <source>Place of the op in the file.</source>
      <translation>算子在文件中的位置。</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>精度</translation>
    </message>
    <message>
      <source>Precision of {name}</source>
      <translation>{name} 的精度</translation>
    </message>
    <message>
      <source>Preprocessing: none</source>
      <translation>预处理：无</translation>
    </message>
    <message>
      <source>Preprocessing: {steps}</source>
      <translation>预处理：{steps}</translation>
    </message>
    <message>
      <source>Preset</source>
      <translation>预设</translation>
    </message>
    <message>
      <source>Processes: {count}</source>
      <translation>进程数：{count}</translation>
    </message>
    <message>
      <source>Processor time of Studio's own window while it showed the measurement.</source>
      <translation>显示测量期间 Studio 窗口自身占用的处理器时间。</translation>
    </message>
    <message>
      <source>Profile</source>
      <translation>剖析</translation>
    </message>
    <message>
      <source>Profile ops</source>
      <translation>剖析算子</translation>
    </message>
    <message>
      <source>Proposed by a fix: accept it, or discard it.</source>
      <translation>由修复提出：请接受或放弃。</translation>
    </message>
    <message>
      <source>Put this entry on the list; where several match, the last counts.</source>
      <translation>把此条加入列表；多条匹配时以最后一条为准。</translation>
    </message>
    <message>
      <source>Put this variant's recipe into the Optimize panel, ready to be changed.</source>
      <translation>将该变体的配方放入“优化”面板，以便修改。</translation>
    </message>
    <message>
      <source>Python (*.py)</source>
      <translation>Python (*.py)</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>退出</translation>
    </message>
    <message>
      <source>Quit while jobs are running?</source>
      <translation>任务仍在运行，确定退出吗？</translation>
    </message>
    <message>
      <source>RMSE / range</source>
      <translation>RMSE / 范围</translation>
    </message>
    <message>
      <source>RMSE / range ≤</source>
      <translation>RMSE / 范围 ≤</translation>
    </message>
    <message>
      <source>RMSE/range {value}</source>
      <translation>RMSE/范围 {value}</translation>
    </message>
    <message>
      <source>Random calibration data</source>
      <translation>随机校准数据</translation>
    </message>
    <message>
      <source>Random data (only for trying)</source>
      <translation>随机数据（仅供试用）</translation>
    </message>
    <message>
      <source>Read a recipe into the Optimize panel.</source>
      <translation>将配方读入“优化”面板。</translation>
    </message>
    <message>
      <source>Read by</source>
      <translation>读取方式</translation>
    </message>
    <message>
      <source>Read the model's file anew: its signatures, ops and graph.</source>
      <translation>重新读取模型文件：签名、算子和计算图。</translation>
    </message>
    <message>
      <source>Recipe</source>
      <translation>配方</translation>
    </message>
    <message>
      <source>Recipe (*.json)</source>
      <translation>配方 (*.json)</translation>
    </message>
    <message>
      <source>Recipe fingerprint</source>
      <translation>配方指纹</translation>
    </message>
    <message>
      <source>Record what each op of the selected variants takes.</source>
      <translation>记录所选变体的每个算子耗时多少。</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>重做</translation>
    </message>
    <message>
      <source>Remove from session</source>
      <translation>从会话中移除</translation>
    </message>
    <message>
      <source>Remove model</source>
      <translation>移除模型</translation>
    </message>
    <message>
      <source>Remove the model while its jobs are running?</source>
      <translation>该模型的任务仍在运行，要移除它吗？</translation>
    </message>
    <message>
      <source>Remove {count} entries</source>
      <translation>移除 {count} 项</translation>
    </message>
    <message>
      <source>Remove {name}</source>
      <translation>移除 {name}</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <source>Rename…</source>
      <translation>重命名…</translation>
    </message>
    <message>
      <source>Reset view</source>
      <translation>重置视图</translation>
    </message>
    <message>
      <source>Reveal in folder</source>
      <translation>在文件夹中显示</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>正确</translation>
    </message>
    <message>
      <source>Right answers on the evaluation data, with the 95 % interval.</source>
      <translation>评估数据上的正确率，含 95 % 置信区间。</translation>
    </message>
    <message>
      <source>Root mean square error over the span of the source's output.</source>
      <translation>均方根误差与源模型输出范围之比。</translation>
    </message>
    <message>
      <source>Rows: labels. Columns: what they are called.</source>
      <translation>行:标签。列:被判为的类别。</translation>
    </message>
    <message>
      <source>Run it and open</source>
      <translation>运行并打开</translation>
    </message>
    <message>
      <source>Run of {run}</source>
      <translation>{run} 的运行</translation>
    </message>
    <message>
      <source>Run one sample or picture through source and variants, side by side.</source>
      <translation>用源模型和各变体并排运行一个样本或图片。</translation>
    </message>
    <message>
      <source>Run the code inside this model?</source>
      <translation>要运行此模型内的代码吗？</translation>
    </message>
    <message>
      <source>Run the variants in every way that works here, and compare all outputs.</source>
      <translation>用这台机器上可行的每种方式运行各变体,并比较所有输出。</translation>
    </message>
    <message>
      <source>Run this Python file?</source>
      <translation>运行这个 Python 文件？</translation>
    </message>
    <message>
      <source>SHAPES</source>
      <translation>形状</translation>
    </message>
    <message>
      <source>SIGNATURE</source>
      <translation>签名</translation>
    </message>
    <message>
      <source>SNR (dB)</source>
      <translation>信噪比 (dB)</translation>
    </message>
    <message>
      <source>Sample</source>
      <translation>样本</translation>
    </message>
    <message>
      <source>Samples on which source and variant give the same class: of the evaluation, or of the check where there is none.</source>
      <translation>源模型与变体给出相同类别的样本比例：取自评估；没有评估时取自检查。</translation>
    </message>
    <message>
      <source>Samples that int8 measures its ranges on: .npz (x, or the input names), .npy, .csv, TFRecord, or a folder of pictures or sounds.</source>
      <translation>int8 用来测量范围的样本：.npz（x 或输入名）、.npy、.csv、TFRecord，或图片/声音文件夹。</translation>
    </message>
    <message>
      <source>Samples with the same class as the source's; only for classifiers.</source>
      <translation>与源模型类别相同的样本；仅适用于分类器。</translation>
    </message>
    <message>
      <source>Save a report</source>
      <translation>保存报告</translation>
    </message>
    <message>
      <source>Save a report…</source>
      <translation>保存报告…</translation>
    </message>
    <message>
      <source>Save all of the graph as a PNG…</source>
      <translation>将整个计算图保存为 PNG…</translation>
    </message>
    <message>
      <source>Save artifact as…</source>
      <translation>产物另存为…</translation>
    </message>
    <message>
      <source>Save failure report…</source>
      <translation>保存失败报告…</translation>
    </message>
    <message>
      <source>Save image</source>
      <translation>保存图像</translation>
    </message>
    <message>
      <source>Save image…</source>
      <translation>保存图像…</translation>
    </message>
    <message>
      <source>Save models, variants, artifacts and measurements as one .studio file.</source>
      <translation>将模型、变体、产物和测量保存为一个 .studio 文件。</translation>
    </message>
    <message>
      <source>Save session as…</source>
      <translation>会话另存为…</translation>
    </message>
    <message>
      <source>Save the artifact</source>
      <translation>保存产物</translation>
    </message>
    <message>
      <source>Save the graph</source>
      <translation>保存计算图</translation>
    </message>
    <message>
      <source>Save the graph as DOT…</source>
      <translation>将计算图保存为 DOT…</translation>
    </message>
    <message>
      <source>Save the graph as SVG…</source>
      <translation>将计算图保存为 SVG…</translation>
    </message>
    <message>
      <source>Save the ops as a CSV table…</source>
      <translation>将算子保存为 CSV 表格…</translation>
    </message>
    <message>
      <source>Save the part of the model</source>
      <translation>保存模型的这一部分</translation>
    </message>
    <message>
      <source>Save the session</source>
      <translation>保存会话</translation>
    </message>
    <message>
      <source>Save the smallest part that dies</source>
      <translation>保存会崩溃的最小部分</translation>
    </message>
    <message>
      <source>Save what is visible as a PNG…</source>
      <translation>将可见部分保存为 PNG…</translation>
    </message>
    <message>
      <source>Saved {path}</source>
      <translation>已保存 {path}</translation>
    </message>
    <message>
      <source>Say where the model's file lies now.</source>
      <translation>指明模型文件现在的位置。</translation>
    </message>
    <message>
      <source>Scale</source>
      <translation>比例因子</translation>
    </message>
    <message>
      <source>Scaled by</source>
      <translation>量化方式</translation>
    </message>
    <message>
      <source>Scenarios</source>
      <translation>场景</translation>
    </message>
    <message>
      <source>Score each variant on the evaluation data, beside its source.</source>
      <translation>在评估数据上给每个变体评分,并与其源模型并列。</translation>
    </message>
    <message>
      <source>Search all {count} tensors</source>
      <translation>在全部 {count} 个张量中搜索</translation>
    </message>
    <message>
      <source>Search the highest rate: {bound}</source>
      <translation>搜索最高速率：{bound}</translation>
    </message>
    <message>
      <source>Search: {what}</source>
      <translation>搜索：{what}</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>随机种子</translation>
    </message>
    <message>
      <source>Select a model first.</source>
      <translation>请先选择一个模型。</translation>
    </message>
    <message>
      <source>Select a variant that a fix has proposed.</source>
      <translation>请选择修复所提出的变体。</translation>
    </message>
    <message>
      <source>Select one variant in the Models tree.</source>
      <translation>请在模型树中选择一个变体。</translation>
    </message>
    <message>
      <source>Select several variants to compare them; press the menu key for actions.</source>
      <translation>选择多个变体可进行比较；按菜单键查看操作。</translation>
    </message>
    <message>
      <source>Select variants, or several rows, in the Models tree.</source>
      <translation>请在模型树中选择变体，或选择多行。</translation>
    </message>
    <message>
      <source>Server queries are compared at one given rate.</source>
      <translation>服务器查询只在同一给定速率下比较。</translation>
    </message>
    <message>
      <source>Set shapes…</source>
      <translation>设置形状…</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Settings…</source>
      <translation>设置…</translation>
    </message>
    <message>
      <source>Several nodes of the first graph that one of the second does, or one of several.</source>
      <translation>第一个图的多个节点由第二个图的一个节点完成，或一个由多个完成。</translation>
    </message>
    <message>
      <source>Several ops of the file could be this one, so none is named.</source>
      <translation>文件中有几个算子都可能是它，因此不指明。</translation>
    </message>
    <message>
      <source>Shape</source>
      <translation>形状</translation>
    </message>
    <message>
      <source>Shape of {name}</source>
      <translation>{name} 的形状</translation>
    </message>
    <message>
      <source>Shapes and types of what flows in; constants are left out.</source>
      <translation>流入数据的形状和类型；不含常量。</translation>
    </message>
    <message>
      <source>Share of inputs with the source's answer.</source>
      <translation>与源模型结果相同的输入所占比例。</translation>
    </message>
    <message>
      <source>Share of the runs up to each latency</source>
      <translation>不超过各延迟的运行占比</translation>
    </message>
    <message>
      <source>Share of the time in which some task of the machine waited for a core.</source>
      <translation>机器上有任务在等待处理器核心的时间占比。</translation>
    </message>
    <message>
      <source>Shares of ops and MACs by type</source>
      <translation>各类型的算子和 MAC 占比</translation>
    </message>
    <message>
      <source>Show all that the data doctor found, and what to do.</source>
      <translation>显示数据医生发现的全部内容以及该怎么办。</translation>
    </message>
    <message>
      <source>Show everything</source>
      <translation>显示全部</translation>
    </message>
    <message>
      <source>Show everything again, as a double click does. Ctrl and the wheel zoom.</source>
      <translation>重新显示全部，双击亦可。按住 Ctrl 滚动滚轮可缩放。</translation>
    </message>
    <message>
      <source>Show in Netron</source>
      <translation>在 Netron 中显示</translation>
    </message>
    <message>
      <source>Show in folder</source>
      <translation>在文件夹中显示</translation>
    </message>
    <message>
      <source>Show in the graph</source>
      <translation>在图中显示</translation>
    </message>
    <message>
      <source>Show or hide {name} in the plots.</source>
      <translation>在图中显示或隐藏 {name}。</translation>
    </message>
    <message>
      <source>Show the variant's file in the file manager.</source>
      <translation>在文件管理器中显示该变体的文件。</translation>
    </message>
    <message>
      <source>Show the whole graph, or as much as can be read</source>
      <translation>显示整个图，或尽可能多的可读部分</translation>
    </message>
    <message>
      <source>Show what this job said.</source>
      <translation>显示此任务的日志。</translation>
    </message>
    <message>
      <source>Show {name}</source>
      <translation>显示{name}</translation>
    </message>
    <message>
      <source>Signature</source>
      <translation>签名</translation>
    </message>
    <message>
      <source>Signature: {name}</source>
      <translation>签名：{name}</translation>
    </message>
    <message>
      <source>Signatures</source>
      <translation>签名</translation>
    </message>
    <message>
      <source>Signatures, ops, sizes and warnings of what is selected.</source>
      <translation>所选内容的签名、算子、大小和警告。</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>大小</translation>
    </message>
    <message>
      <source>Size by kind of tensor</source>
      <translation>按张量种类划分的大小</translation>
    </message>
    <message>
      <source>Size of the file; behind it in proportion to the baseline.</source>
      <translation>文件大小；其后为与基线的比例。</translation>
    </message>
    <message>
      <source>Smaller text</source>
      <translation>减小文字</translation>
    </message>
    <message>
      <source>So far, not decided yet</source>
      <translation>目前为止，尚未定论</translation>
    </message>
    <message>
      <source>Sounds are cut or filled with silence to so many.</source>
      <translation>声音截断或以静音补足到这么多帧。</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>源模型</translation>
    </message>
    <message>
      <source>Stages</source>
      <translation>阶段</translation>
    </message>
    <message>
      <source>Stale: made from other bytes than the model's file has now.</source>
      <translation>已过期：生成它所用的内容与模型文件当前内容不同。</translation>
    </message>
    <message>
      <source>State</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <source>Stop measuring</source>
      <translation>停止测量</translation>
    </message>
    <message>
      <source>Stored</source>
      <translation>存储方式</translation>
    </message>
    <message>
      <source>Stored without their zeros</source>
      <translation>省去零存储</translation>
    </message>
    <message>
      <source>Studio is still loading the session.</source>
      <translation>Studio 仍在加载会话。</translation>
    </message>
    <message>
      <source>Studio {version}</source>
      <translation>Studio {version}</translation>
    </message>
    <message>
      <source>Subgraph</source>
      <translation>子图</translation>
    </message>
    <message>
      <source>Swapped: RGB becomes BGR and the other way round; gray: one channel of three.</source>
      <translation>交换：RGB 变为 BGR，反之亦然；灰度：三个通道变为一个。</translation>
    </message>
    <message>
      <source>System check</source>
      <translation>系统检查</translation>
    </message>
    <message>
      <source>TRANSPOSE added</source>
      <translation>增加的 TRANSPOSE</translation>
    </message>
    <message>
      <source>Table (*.csv)</source>
      <translation>表格 (*.csv)</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>Take all that is selected out of the session; Undo brings it back.</source>
      <translation>将所选的全部移出会话；可用撤销恢复。</translation>
    </message>
    <message>
      <source>Take back the last change of recipes, names, notes or variants.</source>
      <translation>撤销对配方、名称、备注或变体的最近一次更改。</translation>
    </message>
    <message>
      <source>Take finished jobs off the Jobs panel; their logs stay on disk.</source>
      <translation>从“任务”面板移除已结束的任务；日志仍保留在磁盘上。</translation>
    </message>
    <message>
      <source>Take the selected models and their variants out of the session; files stay.</source>
      <translation>将所选模型及其变体移出会话；文件保留。</translation>
    </message>
    <message>
      <source>Take the variant away again; Undo brings it back.</source>
      <translation>移除此变体；可用“撤销”恢复。</translation>
    </message>
    <message>
      <source>Take the variant that a fix has proposed away again; Undo brings it back.</source>
      <translation>移除修复所提出的变体；可用“撤销”恢复。</translation>
    </message>
    <message>
      <source>Take this entry off the list.</source>
      <translation>把此条从列表中移除。</translation>
    </message>
    <message>
      <source>Taken by</source>
      <translation>使用者</translation>
    </message>
    <message>
      <source>Taken off each sample, for an empty call: {time:.2f} µs</source>
      <translation>每个样本已扣除空调用耗时：{time:.2f} µs</translation>
    </message>
    <message>
      <source>Target</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Targets</source>
      <translation>目标</translation>
    </message>
    <message>
      <source>Tensor</source>
      <translation>张量</translation>
    </message>
    <message>
      <source>Text (*.txt)</source>
      <translation>文本 (*.txt)</translation>
    </message>
    <message>
      <source>Text in the system's size.</source>
      <translation>使用系统文字大小。</translation>
    </message>
    <message>
      <source>Text size {percent} %</source>
      <translation>文字大小 {percent} %</translation>
    </message>
    <message>
      <source>Text, not numbers.</source>
      <translation>是文本，不是数字。</translation>
    </message>
    <message>
      <source>The average of all runs.</source>
      <translation>所有运行的平均值。</translation>
    </message>
    <message>
      <source>The baseline has not been measured: measure both in one run.</source>
      <translation>基线尚未测量：请在一次运行中测量两者。</translation>
    </message>
    <message>
      <source>The batch of this model is fixed.</source>
      <translation>此模型的批大小是固定的。</translation>
    </message>
    <message>
      <source>The cache is empty.</source>
      <translation>缓存已清空。</translation>
    </message>
    <message>
      <source>The delegate added it: no op of the file corresponds to it.</source>
      <translation>由委托添加：文件中没有与之对应的算子。</translation>
    </message>
    <message>
      <source>The device as the runtime names it, and whether it is only emulated.</source>
      <translation>运行时所称的设备，以及它是否只是模拟的。</translation>
    </message>
    <message>
      <source>The error that has come together by here, over the tensor's range.</source>
      <translation>到此为止累积的误差与张量范围之比。</translation>
    </message>
    <message>
      <source>The file has changed since it was opened; its variants are stale.</source>
      <translation>文件打开后已被更改；其变体已过期。</translation>
    </message>
    <message>
      <source>The file is missing: locate it.</source>
      <translation>文件缺失：请定位。</translation>
    </message>
    <message>
      <source>The file names no inputs and outputs.</source>
      <translation>文件未指明输入和输出。</translation>
    </message>
    <message>
      <source>The file of {name} is missing</source>
      <translation>{name} 的文件缺失</translation>
    </message>
    <message>
      <source>The file's weights are not float32 any more: there is nothing to convert.</source>
      <translation>该文件的权重已不是 float32：没有可转换的内容。</translation>
    </message>
    <message>
      <source>The first inference of a fresh process.</source>
      <translation>新进程中的首次推理。</translation>
    </message>
    <message>
      <source>The float stage's power over that of the error that has come together by here.</source>
      <translation>浮点阶段的功率与到此为止累积误差的功率之比。</translation>
    </message>
    <message>
      <source>The input shapes do not fit the model: choose others first.</source>
      <translation>输入形状不适合该模型：请先选择其他形状。</translation>
    </message>
    <message>
      <source>The largest single deviation.</source>
      <translation>最大的单个偏差。</translation>
    </message>
    <message>
      <source>The model could not be opened.</source>
      <translation>无法打开该模型。</translation>
    </message>
    <message>
      <source>The model is still being opened.</source>
      <translation>模型仍在打开中。</translation>
    </message>
    <message>
      <source>The model's file is missing: locate it first.</source>
      <translation>模型文件缺失：请先定位。</translation>
    </message>
    <message>
      <source>The ops, as table or graph.</source>
      <translation>算子的表格或图。</translation>
    </message>
    <message>
      <source>The package “{name}” is not installed for this system.</source>
      <translation>此系统未安装软件包“{name}”。</translation>
    </message>
    <message>
      <source>The processor's hottest sensor.</source>
      <translation>处理器温度最高的传感器。</translation>
    </message>
    <message>
      <source>The right answer.</source>
      <translation>正确答案。</translation>
    </message>
    <message>
      <source>The same op in both graphs, computed in another type.</source>
      <translation>两个图中相同的算子，以另一种类型计算。</translation>
    </message>
    <message>
      <source>The same op in both graphs; where both state a type, the same one.</source>
      <translation>两个图中的同一个算子；若两者都注明了类型，则类型相同。</translation>
    </message>
    <message>
      <source>The same op, run by a delegate in one file and by the runtime in the other.</source>
      <translation>相同的算子，在一个文件中由委托执行，在另一个中由运行时执行。</translation>
    </message>
    <message>
      <source>The same with each channel by its own range, averaged: what only small channels lose shows only here.</source>
      <translation>同上，但每个通道按自身的取值范围计算再取平均：只有小通道损失的部分仅在此处可见。</translation>
    </message>
    <message>
      <source>The sample as a picture</source>
      <translation>作为图片的样本</translation>
    </message>
    <message>
      <source>The sample rate that sounds must have.</source>
      <translation>声音必须具有的采样率。</translation>
    </message>
    <message>
      <source>The second less the first; what a file lacks counts as 0.</source>
      <translation>第二个减第一个；文件中没有的按 0 计。</translation>
    </message>
    <message>
      <source>The selected variants</source>
      <translation>所选变体</translation>
    </message>
    <message>
      <source>The share of the samples with this label that are called so.</source>
      <translation>具有该标签的样本中被判为此类的比例。</translation>
    </message>
    <message>
      <source>The smallest part of it is being looked for already.</source>
      <translation>已经在查找其中最小的部分了。</translation>
    </message>
    <message>
      <source>The source, by its own runtime.</source>
      <translation>源模型,由其自身的运行时运行。</translation>
    </message>
    <message>
      <source>The variant that was made is not in the session any more.</source>
      <translation>所生成的变体已不在会话中。</translation>
    </message>
    <message>
      <source>Theme, targets, cache, folders.</source>
      <translation>主题、目标、缓存、文件夹。</translation>
    </message>
    <message>
      <source>Theme: as the system</source>
      <translation>主题：跟随系统</translation>
    </message>
    <message>
      <source>Theme: dark</source>
      <translation>主题：深色</translation>
    </message>
    <message>
      <source>Theme: light</source>
      <translation>主题：浅色</translation>
    </message>
    <message>
      <source>Then divided by this, per channel.</source>
      <translation>然后逐通道除以此数。</translation>
    </message>
    <message>
      <source>Then their middle is taken, height × width, e.g. 224x224.</source>
      <translation>然后取其中间部分，高 × 宽，例如 224x224。</translation>
    </message>
    <message>
      <source>Then this is subtracted, per channel.</source>
      <translation>然后逐通道减去此数。</translation>
    </message>
    <message>
      <source>There is no graph of {name}</source>
      <translation>没有 {name} 的计算图</translation>
    </message>
    <message>
      <source>There is nothing to redo.</source>
      <translation>没有可重做的内容。</translation>
    </message>
    <message>
      <source>There is nothing to undo.</source>
      <translation>没有可撤销的内容。</translation>
    </message>
    <message>
      <source>This input is no picture.</source>
      <translation>此输入不是图片。</translation>
    </message>
    <message>
      <source>This is no regular expression: {error}.</source>
      <translation>这不是正则表达式：{error}。</translation>
    </message>
    <message>
      <source>Tick a set of variants that goes together.</source>
      <translation>勾选一组相配的变体。</translation>
    </message>
    <message>
      <source>Tick at least one optimization.</source>
      <translation>请至少勾选一项优化。</translation>
    </message>
    <message>
      <source>Tick tensors, or type their names, separated by commas. Empty: the placeholders.</source>
      <translation>勾选张量，或输入其名称，以逗号分隔。留空：占位符。</translation>
    </message>
    <message>
      <source>Tick tensors, or type their names, separated by commas. Empty: what no op reads.</source>
      <translation>勾选张量，或输入其名称，以逗号分隔。留空：没有算子读取的张量。</translation>
    </message>
    <message>
      <source>Timed runs, warm-up not counted; “× 5”: each sample is the mean of so many runs.</source>
      <translation>计时样本数，不含预热；“× 5”：每个样本是这么多次运行的平均值。</translation>
    </message>
    <message>
      <source>Top-1 on the evaluation data, with labels.</source>
      <translation>在带标签的评估数据上的 Top-1。</translation>
    </message>
    <message>
      <source>Top-1 on the evaluation data: {before} before, {after} now.</source>
      <translation>评估数据上的 Top-1：之前 {before}，现在 {after}。</translation>
    </message>
    <message>
      <source>Trial {number}</source>
      <translation>试验 {number}</translation>
    </message>
    <message>
      <source>Trials</source>
      <translation>试验</translation>
    </message>
    <message>
      <source>Trials by cost and quality</source>
      <translation>各试验的代价与质量</translation>
    </message>
    <message>
      <source>Try each target with a small network, in a process of its own.</source>
      <translation>用一个小网络在单独的进程中试运行每个目标。</translation>
    </message>
    <message>
      <source>Try it…</source>
      <translation>试一试…</translation>
    </message>
    <message>
      <source>Try the slow route</source>
      <translation>试用慢速路线</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>类型</translation>
    </message>
    <message>
      <source>Type a few letters of what you want to do.</source>
      <translation>输入想做之事的几个字母。</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <source>Undone: {text}</source>
      <translation>已撤销：{text}</translation>
    </message>
    <message>
      <source>Unknown here: {names}</source>
      <translation>此处未知：{names}</translation>
    </message>
    <message>
      <source>Up</source>
      <translation>纵轴</translation>
    </message>
    <message>
      <source>Use dynamic range</source>
      <translation>使用动态范围</translation>
    </message>
    <message>
      <source>V&amp;ariant</source>
      <translation>变体(&amp;A)</translation>
    </message>
    <message>
      <source>Value of the goal</source>
      <translation>目标值</translation>
    </message>
    <message>
      <source>Values of the float stage that lie outside of what the tensor can hold.</source>
      <translation>浮点阶段中超出该张量可表示范围的值。</translation>
    </message>
    <message>
      <source>Variant</source>
      <translation>变体</translation>
    </message>
    <message>
      <source>Variants beside each other: size, accuracy, agreement, latency.</source>
      <translation>并排比较各变体：大小、准确率、一致率、延迟。</translation>
    </message>
    <message>
      <source>Variants by cost and quality</source>
      <translation>按成本和质量排列的变体</translation>
    </message>
    <message>
      <source>Verdicts</source>
      <translation>结论</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>Version and licenses.</source>
      <translation>版本和许可证。</translation>
    </message>
    <message>
      <source>Versions, accelerators, and what is missing here.</source>
      <translation>版本、加速器，以及此处缺少的内容。</translation>
    </message>
    <message>
      <source>Vertical axis</source>
      <translation>纵轴</translation>
    </message>
    <message>
      <source>Wait until the running jobs have ended.</source>
      <translation>请等待正在运行的任务结束。</translation>
    </message>
    <message>
      <source>Warm-up runs in each process: {count} or more</source>
      <translation>每个进程的预热运行：至少 {count} 次</translation>
    </message>
    <message>
      <source>Web page (*.html)</source>
      <translation>网页 (*.html)</translation>
    </message>
    <message>
      <source>Weights</source>
      <translation>权重</translation>
    </message>
    <message>
      <source>What a trial costs, to the right.</source>
      <translation>试验的代价，向右增大。</translation>
    </message>
    <message>
      <source>What do you want to do?</source>
      <translation>想做什么？</translation>
    </message>
    <message>
      <source>What fits together shares a recipe; what conflicts becomes a variant of its own.</source>
      <translation>相容的优化共用一个配方；冲突的各自成为一个变体。</translation>
    </message>
    <message>
      <source>What is measured at the end, together, for as long as the settings say.</source>
      <translation>最后一起测量的内容，时长按设置。</translation>
    </message>
    <message>
      <source>What is selected</source>
      <translation>当前选择</translation>
    </message>
    <message>
      <source>What it costs in time stays unknown.</source>
      <translation>时间代价将保持未知。</translation>
    </message>
    <message>
      <source>What it is, in words</source>
      <translation>用文字说明它是什么</translation>
    </message>
    <message>
      <source>What reads the file. Keras 2 is an optional package.</source>
      <translation>用什么读取该文件。Keras 2 是可选软件包。</translation>
    </message>
    <message>
      <source>What takes time beside the computing</source>
      <translation>计算之外的耗时</translation>
    </message>
    <message>
      <source>What the entry means</source>
      <translation>此条的含义</translation>
    </message>
    <message>
      <source>What the file is</source>
      <translation>文件实际内容</translation>
    </message>
    <message>
      <source>What the jobs said.</source>
      <translation>各任务的输出。</translation>
    </message>
    <message>
      <source>What the op adds by itself: its RMSE over the tensor's range when it is fed the float stage's values.</source>
      <translation>算子自身带来的误差：输入浮点阶段的值时，其 RMSE 与张量范围之比。</translation>
    </message>
    <message>
      <source>What the ops compute in that are kept out of 8 bits.</source>
      <translation>不使用 8 位的算子所用的计算精度。</translation>
    </message>
    <message>
      <source>What the ops compute in.</source>
      <translation>算子以何种精度计算。</translation>
    </message>
    <message>
      <source>What the others are compared with.</source>
      <translation>其他变体与之比较的对象。</translation>
    </message>
    <message>
      <source>What the variant has to reach.</source>
      <translation>该变体需要达到的目标。</translation>
    </message>
    <message>
      <source>What was found</source>
      <translation>检查结果</translation>
    </message>
    <message>
      <source>Where and how the next measurement runs.</source>
      <translation>下次测量在何处、以何种方式运行。</translation>
    </message>
    <message>
      <source>Where is {name} now?</source>
      <translation>{name} 现在在哪里？</translation>
    </message>
    <message>
      <source>Where the model has the channels.</source>
      <translation>模型的通道在哪里。</translation>
    </message>
    <message>
      <source>Where the next measurement runs:</source>
      <translation>下次测量运行的位置：</translation>
    </message>
    <message>
      <source>Where the time of a run goes, op by op.</source>
      <translation>逐个算子查看一次运行的时间花在哪里。</translation>
    </message>
    <message>
      <source>Whether it is known which op of the file this is.</source>
      <translation>是否知道这是文件中的哪个算子。</translation>
    </message>
    <message>
      <source>Whether the goal was met; a failed check never meets it.</source>
      <translation>是否达到目标；检查失败则不算达到。</translation>
    </message>
    <message>
      <source>Whether the tensor is of any use at all.</source>
      <translation>该张量是否仍然有用。</translation>
    </message>
    <message>
      <source>Which of the model's signatures is converted.</source>
      <translation>转换模型的哪个签名。</translation>
    </message>
    <message>
      <source>Which of the two is right.</source>
      <translation>两者中哪个正确。</translation>
    </message>
    <message>
      <source>Which reader, which of a file's graphs, which tensors are its ends.</source>
      <translation>用什么读取、用文件中的哪个图、哪些张量是两端。</translation>
    </message>
    <message>
      <source>Whole numbers from 1 on, separated by commas; the batch first.</source>
      <translation>从 1 开始的整数，以逗号分隔；批次在最前。</translation>
    </message>
    <message>
      <source>Whose history is shown.</source>
      <translation>显示谁的历史。</translation>
    </message>
    <message>
      <source>With its 95 % interval, once the run has ended.</source>
      <translation>运行结束后附 95 % 置信区间。</translation>
    </message>
    <message>
      <source>Without both values: {names}</source>
      <translation>缺少其中某个值：{names}</translation>
    </message>
    <message>
      <source>Worth knowing</source>
      <translation>值得了解</translation>
    </message>
    <message>
      <source>Write down something about this variant.</source>
      <translation>为该变体写下备注。</translation>
    </message>
    <message>
      <source>Write error, recipe, versions and log of the last failed job to a zip.</source>
      <translation>将最近失败任务的错误、配方、版本和日志写入 zip。</translation>
    </message>
    <message>
      <source>Write every timed inference of the last measurement as a table.</source>
      <translation>将最近一次测量的每次计时推理写成表格。</translation>
    </message>
    <message>
      <source>Write the last measurement as a table, a line for each variant.</source>
      <translation>将最近一次测量写成表格，每个变体一行。</translation>
    </message>
    <message>
      <source>Write the part of the model that makes a tensor as a model of its own.</source>
      <translation>把产生某个张量的部分写成一个独立的模型。</translation>
    </message>
    <message>
      <source>Write the recipe as JSON, for the command line or another Studio.</source>
      <translation>将配方写成 JSON，供命令行或另一个 Studio 使用。</translation>
    </message>
    <message>
      <source>Write the recipe, versions and log of this failure to a zip.</source>
      <translation>将此次失败的配方、版本和日志写入 zip。</translation>
    </message>
    <message>
      <source>Write the variant's .tflite file where you want it.</source>
      <translation>将变体的 .tflite 文件写到指定位置。</translation>
    </message>
    <message>
      <source>Write variants, checks and measurements as one self-contained web page.</source>
      <translation>将变体、检查和测量写成一个独立网页。</translation>
    </message>
    <message>
      <source>Zero point</source>
      <translation>零点</translation>
    </message>
    <message>
      <source>Zeros</source>
      <translation>零值</translation>
    </message>
    <message>
      <source>Zip (*.zip)</source>
      <translation>Zip (*.zip)</translation>
    </message>
    <message>
      <source>accuracy ≥</source>
      <translation>准确率 ≥</translation>
    </message>
    <message>
      <source>added</source>
      <translation>新增</translation>
    </message>
    <message>
      <source>added by the delegate</source>
      <translation>由委托添加</translation>
    </message>
    <message>
      <source>agree (%)</source>
      <translation>一致 (%)</translation>
    </message>
    <message>
      <source>agreement</source>
      <translation>一致率</translation>
    </message>
    <message>
      <source>agreement (%)</source>
      <translation>一致率 (%)</translation>
    </message>
    <message>
      <source>agreement {value}</source>
      <translation>一致率 {value}</translation>
    </message>
    <message>
      <source>agreement ≥</source>
      <translation>一致率 ≥</translation>
    </message>
    <message>
      <source>and {count} more</source>
      <translation>另有 {count} 个</translation>
    </message>
    <message>
      <source>as it is</source>
      <translation>保持原样</translation>
    </message>
    <message>
      <source>as stored</source>
      <translation>按存储</translation>
    </message>
    <message>
      <source>baseline</source>
      <translation>基线</translation>
    </message>
    <message>
      <source>baseline not measured</source>
      <translation>基线未测量</translation>
    </message>
    <message>
      <source>bicubic</source>
      <translation>双三次</translation>
    </message>
    <message>
      <source>bilinear</source>
      <translation>双线性</translation>
    </message>
    <message>
      <source>bisect the crash of {name}</source>
      <translation>缩小 {name} 的崩溃范围</translation>
    </message>
    <message>
      <source>borders</source>
      <translation>边界</translation>
    </message>
    <message>
      <source>bound {bound} ms</source>
      <translation>上限 {bound} ms</translation>
    </message>
    <message>
      <source>busy %</source>
      <translation>占用 %</translation>
    </message>
    <message>
      <source>by LiteRT</source>
      <translation>由 LiteRT 运行</translation>
    </message>
    <message>
      <source>by others (%)</source>
      <translation>其他程序占用 (%)</translation>
    </message>
    <message>
      <source>calibration samples that were not used</source>
      <translation>未使用的校准样本</translation>
    </message>
    <message>
      <source>called so</source>
      <translation>被判为此</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>已取消</translation>
    </message>
    <message>
      <source>cannot be counted: shapes are not fixed</source>
      <translation>无法统计：形状未固定</translation>
    </message>
    <message>
      <source>cannot be counted: {ops}</source>
      <translation>无法统计：{ops}</translation>
    </message>
    <message>
      <source>cannot run here</source>
      <translation>无法在此运行</translation>
    </message>
    <message>
      <source>cannot run on the local LiteRT</source>
      <translation>无法在本机的 LiteRT 上运行</translation>
    </message>
    <message>
      <source>cannot tell, {ratio}x: {candidate}, 95 % {low} to {high}</source>
      <translation>无法判断，{ratio} 倍：{candidate}，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>changing types</source>
      <translation>转换类型</translation>
    </message>
    <message>
      <source>channels</source>
      <translation>通道</translation>
    </message>
    <message>
      <source>channels first</source>
      <translation>通道在前</translation>
    </message>
    <message>
      <source>channels last</source>
      <translation>通道在后</translation>
    </message>
    <message>
      <source>check</source>
      <translation>检查</translation>
    </message>
    <message>
      <source>check agreement of {name}</source>
      <translation>检查 {name} 的一致性</translation>
    </message>
    <message>
      <source>check failed</source>
      <translation>检查失败</translation>
    </message>
    <message>
      <source>check {name}</source>
      <translation>检查 {name}</translation>
    </message>
    <message>
      <source>chosen</source>
      <translation>已选</translation>
    </message>
    <message>
      <source>class</source>
      <translation>类别</translation>
    </message>
    <message>
      <source>clock</source>
      <translation>时钟频率</translation>
    </message>
    <message>
      <source>clock (MHz)</source>
      <translation>主频 (MHz)</translation>
    </message>
    <message>
      <source>clock {value:.0f} MHz</source>
      <translation>主频 {value:.0f} MHz</translation>
    </message>
    <message>
      <source>closed group, {ops} inside</source>
      <translation>关闭的分组，内含 {ops}</translation>
    </message>
    <message>
      <source>compare the graphs of {first} and {second}</source>
      <translation>比较 {first} 和 {second} 的图</translation>
    </message>
    <message>
      <source>compared with {name}</source>
      <translation>与 {name} 比较</translation>
    </message>
    <message>
      <source>computes what its source computes</source>
      <translation>计算结果与源模型一致</translation>
    </message>
    <message>
      <source>constant</source>
      <translation>常量</translation>
    </message>
    <message>
      <source>constant, {size}</source>
      <translation>常量，{size}</translation>
    </message>
    <message>
      <source>constants</source>
      <translation>常量</translation>
    </message>
    <message>
      <source>control, state</source>
      <translation>控制流、状态</translation>
    </message>
    <message>
      <source>convert {name} → {recipe}</source>
      <translation>转换 {name} → {recipe}</translation>
    </message>
    <message>
      <source>cosine</source>
      <translation>余弦</translation>
    </message>
    <message>
      <source>cosine {value}</source>
      <translation>余弦 {value}</translation>
    </message>
    <message>
      <source>could not be made</source>
      <translation>无法生成</translation>
    </message>
    <message>
      <source>crop to</source>
      <translation>裁剪到</translation>
    </message>
    <message>
      <source>cumulative error (%)</source>
      <translation>累积误差 (%)</translation>
    </message>
    <message>
      <source>cut off (%)</source>
      <translation>截断 (%)</translation>
    </message>
    <message>
      <source>cut short, {count} samples kept</source>
      <translation>已中断，保留 {count} 个样本</translation>
    </message>
    <message>
      <source>cut {name} out of {model}</source>
      <translation>从 {model} 中切出 {name}</translation>
    </message>
    <message>
      <source>degraded</source>
      <translation>有偏差</translation>
    </message>
    <message>
      <source>delegate</source>
      <translation>委托</translation>
    </message>
    <message>
      <source>delegate: {kernel}</source>
      <translation>委托：{kernel}</translation>
    </message>
    <message>
      <source>diagnose {name}</source>
      <translation>诊断 {name}</translation>
    </message>
    <message>
      <source>difference (µs)</source>
      <translation>差异 (µs)</translation>
    </message>
    <message>
      <source>differs from its source</source>
      <translation>与源模型有偏差</translation>
    </message>
    <message>
      <source>differs from the newest</source>
      <translation>与最新一次的差异</translation>
    </message>
    <message>
      <source>direction</source>
      <translation>方向</translation>
    </message>
    <message>
      <source>do not measure</source>
      <translation>不测量</translation>
    </message>
    <message>
      <source>does not compute what its source computes</source>
      <translation>计算结果与源模型不一致</translation>
    </message>
    <message>
      <source>done</source>
      <translation>完成</translation>
    </message>
    <message>
      <source>draw {name}</source>
      <translation>绘制 {name}</translation>
    </message>
    <message>
      <source>dtype</source>
      <translation>数据类型</translation>
    </message>
    <message>
      <source>dynamic</source>
      <translation>动态</translation>
    </message>
    <message>
      <source>e.g. CONV_2D</source>
      <translation>例如 CONV_2D</translation>
    </message>
    <message>
      <source>e.g. block_1.*/conv</source>
      <translation>例如 block_1.*/conv</translation>
    </message>
    <message>
      <source>e.g. {shape}</source>
      <translation>例如 {shape}</translation>
    </message>
    <message>
      <source>element by element</source>
      <translation>逐元素</translation>
    </message>
    <message>
      <source>equivalent, {ratio}x: {candidate}, 95 % {low} to {high}</source>
      <translation>相当，{ratio} 倍：{candidate}，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>evaluate {name}</source>
      <translation>评估 {name}</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>失败</translation>
    </message>
    <message>
      <source>faster, {ratio}x: {candidate}, 95 % {low} to {high}</source>
      <translation>更快，{ratio} 倍：{candidate}，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>find the targets of this machine</source>
      <translation>查找本机的目标</translation>
    </message>
    <message>
      <source>first (ms)</source>
      <translation>首次 (ms)</translation>
    </message>
    <message>
      <source>fix {name}: {goal}</source>
      <translation>修复 {name}：{goal}</translation>
    </message>
    <message>
      <source>fixed to 1</source>
      <translation>固定为 1</translation>
    </message>
    <message>
      <source>float (MACs)</source>
      <translation>浮点 (MAC)</translation>
    </message>
    <message>
      <source>float (ops)</source>
      <translation>浮点 (算子)</translation>
    </message>
    <message>
      <source>float32 (nothing optimized)</source>
      <translation>float32（不优化）</translation>
    </message>
    <message>
      <source>frames</source>
      <translation>帧数</translation>
    </message>
    <message>
      <source>from cache</source>
      <translation>来自缓存</translation>
    </message>
    <message>
      <source>fused</source>
      <translation>已融合</translation>
    </message>
    <message>
      <source>given</source>
      <translation>原样</translation>
    </message>
    <message>
      <source>goal met</source>
      <translation>达到目标</translation>
    </message>
    <message>
      <source>goal met: {outcome}</source>
      <translation>达到目标：{outcome}</translation>
    </message>
    <message>
      <source>goal missed</source>
      <translation>未达目标</translation>
    </message>
    <message>
      <source>goal: {goal}</source>
      <translation>目标：{goal}</translation>
    </message>
    <message>
      <source>governor {name}</source>
      <translation>调频策略 {name}</translation>
    </message>
    <message>
      <source>graph and other</source>
      <translation>计算图及其他</translation>
    </message>
    <message>
      <source>graph and panels</source>
      <translation>计算图与面板</translation>
    </message>
    <message>
      <source>graphs and summary</source>
      <translation>两个图与摘要</translation>
    </message>
    <message>
      <source>gray</source>
      <translation>灰度</translation>
    </message>
    <message>
      <source>held-out evaluation data</source>
      <translation>留出的评估数据</translation>
    </message>
    <message>
      <source>hybrid MACs: quantized weights, activations quantized while running</source>
      <translation>混合 MAC：权重已量化，激活在运行时量化</translation>
    </message>
    <message>
      <source>hybrid ops: quantized weights, activations quantized while running</source>
      <translation>混合算子：权重已量化，激活在运行时量化</translation>
    </message>
    <message>
      <source>in no op {share}</source>
      <translation>不在任何算子中 {share}</translation>
    </message>
    <message>
      <source>in the delegate {share}</source>
      <translation>在委托中 {share}</translation>
    </message>
    <message>
      <source>index</source>
      <translation>序号</translation>
    </message>
    <message>
      <source>init (ms)</source>
      <translation>初始化 (ms)</translation>
    </message>
    <message>
      <source>input</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>input of the model</source>
      <translation>模型的输入</translation>
    </message>
    <message>
      <source>inputs</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>inputs/s</source>
      <translation>输入/秒</translation>
    </message>
    <message>
      <source>inputs: {what}</source>
      <translation>输入：{what}</translation>
    </message>
    <message>
      <source>install the ONNX converter</source>
      <translation>安装 ONNX 转换器</translation>
    </message>
    <message>
      <source>int8 (MACs)</source>
      <translation>int8 (MAC)</translation>
    </message>
    <message>
      <source>int8 (ops)</source>
      <translation>int8 (算子)</translation>
    </message>
    <message>
      <source>interrupted</source>
      <translation>已中断</translation>
    </message>
    <message>
      <source>kept ops</source>
      <translation>保留的算子</translation>
    </message>
    <message>
      <source>kept: {ops}</source>
      <translation>保留：{ops}</translation>
    </message>
    <message>
      <source>label</source>
      <translation>标签</translation>
    </message>
    <message>
      <source>latency</source>
      <translation>延迟</translation>
    </message>
    <message>
      <source>latency, logarithmic</source>
      <translation>延迟，对数刻度</translation>
    </message>
    <message>
      <source>lay out {name}</source>
      <translation>布局 {name}</translation>
    </message>
    <message>
      <source>layout</source>
      <translation>布局</translation>
    </message>
    <message>
      <source>left and right graph</source>
      <translation>左图与右图</translation>
    </message>
    <message>
      <source>left out</source>
      <translation>未提供</translation>
    </message>
    <message>
      <source>local by channel (%)</source>
      <translation>局部误差，按通道 (%)</translation>
    </message>
    <message>
      <source>local error (%)</source>
      <translation>局部误差 (%)</translation>
    </message>
    <message>
      <source>look at the weights of {name}</source>
      <translation>查看 {name} 的权重</translation>
    </message>
    <message>
      <source>look at {name}</source>
      <translation>查看 {name}</translation>
    </message>
    <message>
      <source>machine busy</source>
      <translation>机器占用</translation>
    </message>
    <message>
      <source>machine {value:.0f} % busy</source>
      <translation>机器忙碌 {value:.0f} %</translation>
    </message>
    <message>
      <source>mapped</source>
      <translation>已对应</translation>
    </message>
    <message>
      <source>matched</source>
      <translation>已匹配</translation>
    </message>
    <message>
      <source>matched no op</source>
      <translation>没有匹配到算子</translation>
    </message>
    <message>
      <source>max abs error</source>
      <translation>最大绝对误差</translation>
    </message>
    <message>
      <source>max abs error {value}</source>
      <translation>最大绝对误差 {value}</translation>
    </message>
    <message>
      <source>mean (ms)</source>
      <translation>均值 (ms)</translation>
    </message>
    <message>
      <source>mean IoU</source>
      <translation>平均 IoU</translation>
    </message>
    <message>
      <source>mean of the area</source>
      <translation>区域平均</translation>
    </message>
    <message>
      <source>measure all trials</source>
      <translation>测量所有试验</translation>
    </message>
    <message>
      <source>measure the result</source>
      <translation>测量结果</translation>
    </message>
    <message>
      <source>measure {name}</source>
      <translation>测量 {name}</translation>
    </message>
    <message>
      <source>measured on</source>
      <translation>测量时间</translation>
    </message>
    <message>
      <source>median (ms)</source>
      <translation>中位数 (ms)</translation>
    </message>
    <message>
      <source>median (µs)</source>
      <translation>中位数 (µs)</translation>
    </message>
    <message>
      <source>median / baseline</source>
      <translation>中位数 / 基线</translation>
    </message>
    <message>
      <source>median latency</source>
      <translation>延迟中位数</translation>
    </message>
    <message>
      <source>medians of the ops added up: {time} µs</source>
      <translation>各算子中位数之和：{time} µs</translation>
    </message>
    <message>
      <source>mem. (MB)</source>
      <translation>内存 (MB)</translation>
    </message>
    <message>
      <source>metadata</source>
      <translation>元数据</translation>
    </message>
    <message>
      <source>method</source>
      <translation>方法</translation>
    </message>
    <message>
      <source>moved</source>
      <translation>换位置</translation>
    </message>
    <message>
      <source>moving, reshaping</source>
      <translation>搬移、变形</translation>
    </message>
    <message>
      <source>name</source>
      <translation>名称</translation>
    </message>
    <message>
      <source>name scope</source>
      <translation>名称作用域</translation>
    </message>
    <message>
      <source>nearest pixel</source>
      <translation>最近像素</translation>
    </message>
    <message>
      <source>needs no op</source>
      <translation>不需要算子</translation>
    </message>
    <message>
      <source>neither</source>
      <translation>都不对</translation>
    </message>
    <message>
      <source>no</source>
      <translation>否</translation>
    </message>
    <message>
      <source>no counterpart</source>
      <translation>没有对应节点</translation>
    </message>
    <message>
      <source>no parameters</source>
      <translation>无参数</translation>
    </message>
    <message>
      <source>no signature</source>
      <translation>没有签名</translation>
    </message>
    <message>
      <source>none: converted as it is</source>
      <translation>无：按原样转换</translation>
    </message>
    <message>
      <source>none; drop a file here</source>
      <translation>无；可将文件拖放到此处</translation>
    </message>
    <message>
      <source>not available</source>
      <translation>不可用</translation>
    </message>
    <message>
      <source>not checked</source>
      <translation>未检查</translation>
    </message>
    <message>
      <source>not checked: the check was ended before it was done</source>
      <translation>未检查：检查在完成前被终止</translation>
    </message>
    <message>
      <source>not known: {count}</source>
      <translation>未知：{count}</translation>
    </message>
    <message>
      <source>not so: {names}</source>
      <translation>并非如此：{names}</translation>
    </message>
    <message>
      <source>not timed by itself</source>
      <translation>没有单独计时</translation>
    </message>
    <message>
      <source>not tried yet</source>
      <translation>尚未试运行</translation>
    </message>
    <message>
      <source>nothing was shown: the output is the same for every input</source>
      <translation>什么也没有证明：对每个输入输出都相同</translation>
    </message>
    <message>
      <source>of known</source>
      <translation>占已知</translation>
    </message>
    <message>
      <source>of largest</source>
      <translation>相对最大</translation>
    </message>
    <message>
      <source>of one inference</source>
      <translation>一次推理</translation>
    </message>
    <message>
      <source>of one kind</source>
      <translation>共一种</translation>
    </message>
    <message>
      <source>of the file</source>
      <translation>文件</translation>
    </message>
    <message>
      <source>of {kinds} kinds</source>
      <translation>共 {kinds} 种</translation>
    </message>
    <message>
      <source>ok</source>
      <translation>通过</translation>
    </message>
    <message>
      <source>onnx2tf converts ONNX files. Studio makes a Python environment of its own for it and installs the package with all it needs from the package index that pip uses: about 700 MB on disk.</source>
      <translation>onnx2tf 用于转换 ONNX 文件。Studio 会为它创建独立的 Python 环境，并从 pip 使用的软件包索引安装该软件包及其全部依赖：约占磁盘 700 MB。</translation>
    </message>
    <message>
      <source>op</source>
      <translation>算子</translation>
    </message>
    <message>
      <source>op {place} of 0…{last}</source>
      <translation>算子 {place}，编号 0…{last}</translation>
    </message>
    <message>
      <source>open {name}</source>
      <translation>打开 {name}</translation>
    </message>
    <message>
      <source>ops in float</source>
      <translation>浮点算子</translation>
    </message>
    <message>
      <source>ops in int8</source>
      <translation>int8 算子</translation>
    </message>
    <message>
      <source>ops not compared: {count}</source>
      <translation>未比较的算子：{count}</translation>
    </message>
    <message>
      <source>ops that only quantize or dequantize: {count}</source>
      <translation>只做量化或反量化的算子：{count}</translation>
    </message>
    <message>
      <source>ops without a time: {count}</source>
      <translation>没有时间的算子：{count}</translation>
    </message>
    <message>
      <source>ops: float</source>
      <translation>算子：浮点</translation>
    </message>
    <message>
      <source>ops: hybrid (activations quantized while running)</source>
      <translation>算子：混合（激活在运行时量化）</translation>
    </message>
    <message>
      <source>ops: int16 activations</source>
      <translation>算子：int16 激活</translation>
    </message>
    <message>
      <source>ops: int8</source>
      <translation>算子：int8</translation>
    </message>
    <message>
      <source>ops: other integers</source>
      <translation>算子：其他整数</translation>
    </message>
    <message>
      <source>optimizer state</source>
      <translation>优化器状态</translation>
    </message>
    <message>
      <source>other</source>
      <translation>其他</translation>
    </message>
    <message>
      <source>other conditions</source>
      <translation>条件不同</translation>
    </message>
    <message>
      <source>other measurements possible meanwhile</source>
      <translation>期间可能有其他测量</translation>
    </message>
    <message>
      <source>other run</source>
      <translation>另一次运行</translation>
    </message>
    <message>
      <source>other scenario</source>
      <translation>其他场景</translation>
    </message>
    <message>
      <source>other target</source>
      <translation>其他目标</translation>
    </message>
    <message>
      <source>output</source>
      <translation>输出</translation>
    </message>
    <message>
      <source>output of the model</source>
      <translation>模型的输出</translation>
    </message>
    <message>
      <source>outputs</source>
      <translation>输出</translation>
    </message>
    <message>
      <source>p90 (ms)</source>
      <translation>p90 (ms)</translation>
    </message>
    <message>
      <source>p90 and p99 would be of means of runs, and are withheld</source>
      <translation>p90 和 p99 将是多次运行平均值的百分位数，故不给出</translation>
    </message>
    <message>
      <source>p99 (ms)</source>
      <translation>p99 (ms)</translation>
    </message>
    <message>
      <source>p99 of latency</source>
      <translation>延迟 p99</translation>
    </message>
    <message>
      <source>p99 over the rate of queries</source>
      <translation>各请求速率下的 p99</translation>
    </message>
    <message>
      <source>p99 ≤ {bound} ms</source>
      <translation>p99 ≤ {bound} ms</translation>
    </message>
    <message>
      <source>panels of the graph</source>
      <translation>计算图的面板</translation>
    </message>
    <message>
      <source>parameters</source>
      <translation>参数</translation>
    </message>
    <message>
      <source>peak memory</source>
      <translation>峰值内存</translation>
    </message>
    <message>
      <source>peak memory (MB)</source>
      <translation>峰值内存 (MB)</translation>
    </message>
    <message>
      <source>per channel ({count})</source>
      <translation>逐通道（{count}）</translation>
    </message>
    <message>
      <source>plot and table</source>
      <translation>图与表格</translation>
    </message>
    <message>
      <source>plots and table</source>
      <translation>各图与表格</translation>
    </message>
    <message>
      <source>pooling, reducing</source>
      <translation>池化、归约</translation>
    </message>
    <message>
      <source>power: {name}</source>
      <translation>供电：{name}</translation>
    </message>
    <message>
      <source>processes: {count}</source>
      <translation>进程：{count}</translation>
    </message>
    <message>
      <source>profile {name}</source>
      <translation>剖析 {name}</translation>
    </message>
    <message>
      <source>quantization</source>
      <translation>量化</translation>
    </message>
    <message>
      <source>quantized weights (MACs)</source>
      <translation>量化权重（MAC）</translation>
    </message>
    <message>
      <source>quantized weights (ops)</source>
      <translation>量化权重（算子）</translation>
    </message>
    <message>
      <source>queries a second</source>
      <translation>每秒请求数</translation>
    </message>
    <message>
      <source>queued</source>
      <translation>排队中</translation>
    </message>
    <message>
      <source>ran on</source>
      <translation>运行于</translation>
    </message>
    <message>
      <source>random data</source>
      <translation>随机数据</translation>
    </message>
    <message>
      <source>rate (Hz)</source>
      <translation>采样率 (Hz)</translation>
    </message>
    <message>
      <source>raw samples not kept</source>
      <translation>原始样本未保留</translation>
    </message>
    <message>
      <source>read the graph of {name}</source>
      <translation>读取 {name} 的计算图</translation>
    </message>
    <message>
      <source>red and blue swapped</source>
      <translation>红蓝交换</translation>
    </message>
    <message>
      <source>remark</source>
      <translation>备注</translation>
    </message>
    <message>
      <source>remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>removed</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>repeated block</source>
      <translation>重复的块</translation>
    </message>
    <message>
      <source>requantized</source>
      <translation>重新量化</translation>
    </message>
    <message>
      <source>resize to</source>
      <translation>缩放到</translation>
    </message>
    <message>
      <source>result</source>
      <translation>结果</translation>
    </message>
    <message>
      <source>right</source>
      <translation>正确</translation>
    </message>
    <message>
      <source>route</source>
      <translation>路线</translation>
    </message>
    <message>
      <source>run as</source>
      <translation>运行为</translation>
    </message>
    <message>
      <source>running</source>
      <translation>运行中</translation>
    </message>
    <message>
      <source>runs over time and distribution</source>
      <translation>随时间变化与分布</translation>
    </message>
    <message>
      <source>runs up to this</source>
      <translation>不超过此值的运行</translation>
    </message>
    <message>
      <source>runtime</source>
      <translation>运行时</translation>
    </message>
    <message>
      <source>samples</source>
      <translation>样本数</translation>
    </message>
    <message>
      <source>samples given for this check</source>
      <translation>为此检查提供的样本</translation>
    </message>
    <message>
      <source>scalar</source>
      <translation>标量</translation>
    </message>
    <message>
      <source>scale {scale}, zero point {zero}</source>
      <translation>缩放系数 {scale}，零点 {zero}</translation>
    </message>
    <message>
      <source>score</source>
      <translation>得分</translation>
    </message>
    <message>
      <source>score against source</source>
      <translation>相对来源的得分</translation>
    </message>
    <message>
      <source>see below</source>
      <translation>见下方</translation>
    </message>
    <message>
      <source>see the package</source>
      <translation>见软件包</translation>
    </message>
    <message>
      <source>shape</source>
      <translation>形状</translation>
    </message>
    <message>
      <source>share</source>
      <translation>占比</translation>
    </message>
    <message>
      <source>share of MACs</source>
      <translation>MAC 占比</translation>
    </message>
    <message>
      <source>share of runs</source>
      <translation>运行占比</translation>
    </message>
    <message>
      <source>shared</source>
      <translation>共用</translation>
    </message>
    <message>
      <source>shares add up to {share}</source>
      <translation>占比合计 {share}</translation>
    </message>
    <message>
      <source>signature</source>
      <translation>签名</translation>
    </message>
    <message>
      <source>size</source>
      <translation>大小</translation>
    </message>
    <message>
      <source>size ({unit})</source>
      <translation>大小 ({unit})</translation>
    </message>
    <message>
      <source>size / baseline</source>
      <translation>大小 / 基线</translation>
    </message>
    <message>
      <source>size: {size}</source>
      <translation>大小：{size}</translation>
    </message>
    <message>
      <source>slower, {ratio}x: {candidate}, 95 % {low} to {high}</source>
      <translation>更慢，{ratio} 倍：{candidate}，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>so far</source>
      <translation>进行中</translation>
    </message>
    <message>
      <source>so far {ratio}x: {candidate}, 95 % {low} to {high}</source>
      <translation>目前 {ratio} 倍：{candidate}，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>source</source>
      <translation>源模型</translation>
    </message>
    <message>
      <source>sparse: zeros are left out</source>
      <translation>稀疏：零值不存储</translation>
    </message>
    <message>
      <source>stage</source>
      <translation>阶段</translation>
    </message>
    <message>
      <source>state</source>
      <translation>状态</translation>
    </message>
    <message>
      <source>stopped early</source>
      <translation>提前停止</translation>
    </message>
    <message>
      <source>stretch of the graph</source>
      <translation>计算图的一段</translation>
    </message>
    <message>
      <source>subgraph</source>
      <translation>子图</translation>
    </message>
    <message>
      <source>succeeded</source>
      <translation>成功</translation>
    </message>
    <message>
      <source>summary and lineage</source>
      <translation>摘要与来龙去脉</translation>
    </message>
    <message>
      <source>sustained, one process</source>
      <translation>持续，一个进程</translation>
    </message>
    <message>
      <source>table and details</source>
      <translation>表格与详情</translation>
    </message>
    <message>
      <source>table and plot</source>
      <translation>表格与图</translation>
    </message>
    <message>
      <source>temperature</source>
      <translation>温度</translation>
    </message>
    <message>
      <source>tensor: {name}</source>
      <translation>张量：{name}</translation>
    </message>
    <message>
      <source>the baseline</source>
      <translation>基线</translation>
    </message>
    <message>
      <source>the calibration data itself</source>
      <translation>校准数据本身</translation>
    </message>
    <message>
      <source>the float stage</source>
      <translation>浮点阶段</translation>
    </message>
    <message>
      <source>the op's name, or a layer's</source>
      <translation>算子或层的名称</translation>
    </message>
    <message>
      <source>the usual place: {path}</source>
      <translation>默认位置：{path}</translation>
    </message>
    <message>
      <source>the variant</source>
      <translation>该变体</translation>
    </message>
    <message>
      <source>this window {value:.1f} % of a core</source>
      <translation>本窗口占用一个核心的 {value:.1f} %</translation>
    </message>
    <message>
      <source>thousands</source>
      <translation>千</translation>
    </message>
    <message>
      <source>time</source>
      <translation>时间</translation>
    </message>
    <message>
      <source>time (s)</source>
      <translation>时间 (s)</translation>
    </message>
    <message>
      <source>time spent in timed runs</source>
      <translation>计时运行累计时间</translation>
    </message>
    <message>
      <source>time: {time}</source>
      <translation>时间：{time}</translation>
    </message>
    <message>
      <source>together {total}</source>
      <translation>合计 {total}</translation>
    </message>
    <message>
      <source>top-1</source>
      <translation>top-1</translation>
    </message>
    <message>
      <source>top-1 (%)</source>
      <translation>top-1 (%)</translation>
    </message>
    <message>
      <source>top-1 against source (points)</source>
      <translation>top-1 与源模型之差（百分点）</translation>
    </message>
    <message>
      <source>trial</source>
      <translation>试验</translation>
    </message>
    <message>
      <source>try {name}</source>
      <translation>试运行 {name}</translation>
    </message>
    <message>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <source>unknown shape</source>
      <translation>形状未知</translation>
    </message>
    <message>
      <source>unmapped</source>
      <translation>未对应</translation>
    </message>
    <message>
      <source>value</source>
      <translation>数值</translation>
    </message>
    <message>
      <source>values not looked at</source>
      <translation>未查看数值</translation>
    </message>
    <message>
      <source>values of the first {count}</source>
      <translation>前 {count} 个的数值</translation>
    </message>
    <message>
      <source>variant</source>
      <translation>变体</translation>
    </message>
    <message>
      <source>verdict</source>
      <translation>结论</translation>
    </message>
    <message>
      <source>waited for a core {value:.0f} %</source>
      <translation>等待核心 {value:.0f} %</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>等待中</translation>
    </message>
    <message>
      <source>waiting for its turn</source>
      <translation>等待轮到自己</translation>
    </message>
    <message>
      <source>waiting: {reason}</source>
      <translation>等待：{reason}</translation>
    </message>
    <message>
      <source>warnings on the data: {count}</source>
      <translation>数据警告：{count}</translation>
    </message>
    <message>
      <source>weights times inputs</source>
      <translation>权重乘输入</translation>
    </message>
    <message>
      <source>weights {dtype}</source>
      <translation>{dtype} 权重</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>是</translation>
    </message>
    <message>
      <source>{candidate} / {baseline} so far: {ratio}x, 95 % {low} to {high}</source>
      <translation>{candidate} / {baseline} 目前：{ratio} 倍，95 % 区间 {low} 至 {high}</translation>
    </message>
    <message>
      <source>{candidate} / {baseline}: too little so far</source>
      <translation>{candidate} / {baseline}：目前样本太少</translation>
    </message>
    <message>
      <source>{cause}: {share} ({time} µs), ops: {count}</source>
      <translation>{cause}：{share}（{time} µs），算子数：{count}</translation>
    </message>
    <message>
      <source>{count} balanced quadruples from {processes} processes</source>
      <translation>来自 {processes} 个进程的 {count} 个平衡四元组</translation>
    </message>
    <message>
      <source>{count} channels along axis {axis}</source>
      <translation>{count} 个通道，沿轴 {axis}</translation>
    </message>
    <message>
      <source>{count} files</source>
      <translation>{count} 个文件</translation>
    </message>
    <message>
      <source>{count} jobs are not finished. They are cancelled; finished work is kept.</source>
      <translation>{count} 个任务尚未结束，将被取消；已完成的工作会保留。</translation>
    </message>
    <message>
      <source>{count} jobs of {name} are not finished. They are cancelled.</source>
      <translation>{name} 有 {count} 个任务尚未结束，将被取消。</translation>
    </message>
    <message>
      <source>{count} more remarks</source>
      <translation>另有 {count} 条说明</translation>
    </message>
    <message>
      <source>{count} more: search for a part of the name</source>
      <translation>还有 {count} 个：请按名称的一部分搜索</translation>
    </message>
    <message>
      <source>{count} ops</source>
      <translation>{count} 个算子</translation>
    </message>
    <message>
      <source>{count} samples</source>
      <translation>{count} 个样本</translation>
    </message>
    <message>
      <source>{count} samples of class {label} are called {answer}.</source>
      <translation>类别 {label} 的 {count} 个样本被判为 {answer}。</translation>
    </message>
    <message>
      <source>{count} samples so far</source>
      <translation>已有 {count} 个样本</translation>
    </message>
    <message>
      <source>{count} scenarios</source>
      <translation>{count} 个场景</translation>
    </message>
    <message>
      <source>{count} streams</source>
      <translation>{count} 路</translation>
    </message>
    <message>
      <source>{count} targets</source>
      <translation>{count} 个目标</translation>
    </message>
    <message>
      <source>{count} tensors compared with {reference} on {samples} samples ({where})</source>
      <translation>在 {samples} 个样本上将 {count} 个张量与{reference}进行了比较（{where}）</translation>
    </message>
    <message>
      <source>{count} threads</source>
      <translation>{count} 线程</translation>
    </message>
    <message>
      <source>{count} variants</source>
      <translation>{count} 个变体</translation>
    </message>
    <message>
      <source>{entry}; tick one of {names} for it to count.</source>
      <translation>{entry}；需勾选其中之一才起作用：{names}。</translation>
    </message>
    <message>
      <source>{file} is run whenever {name} is opened or converted, in a process of its own but with your rights on this machine. Say yes only if you trust what stands in it.</source>
      <translation>每次打开或转换 {name} 时都会运行 {file}：在独立的进程中，但拥有您在本机的权限。只有信任其内容时才选“是”。</translation>
    </message>
    <message>
      <source>{first} and {second}: the largest difference is {difference}, in output “{output}”, sample {sample} of those run; the same up to {tolerance}.</source>
      <translation>{first} 与 {second}:最大差异为 {difference},在输出“{output}”中,所运行的第 {sample} 个样本;{tolerance} 以内视为相同。</translation>
    </message>
    <message>
      <source>{heading} · ratios are per input</source>
      <translation>{heading} · 比值按每个输入计</translation>
    </message>
    <message>
      <source>{held} of {matched} ops; {changed} changed by it</source>
      <translation>{matched} 个算子中的 {held} 个；因此改变 {changed} 个</translation>
    </message>
    <message>
      <source>{low} to {high}</source>
      <translation>{low} 到 {high}</translation>
    </message>
    <message>
      <source>{low} to {high} after preprocessing</source>
      <translation>预处理后 {low} 到 {high}</translation>
    </message>
    <message>
      <source>{name} (proposed)</source>
      <translation>{name}（待接受）</translation>
    </message>
    <message>
      <source>{name} (source)</source>
      <translation>{name}（源模型）</translation>
    </message>
    <message>
      <source>{name} contains code of its own, or ops that touch files: {found}. Opening, converting or measuring it runs that with your rights on this machine. Say yes only if you trust where the file came from.</source>
      <translation>{name} 含有自带的代码，或会读写文件的算子：{found}。打开、转换或测量它时，这些会以您在本机上的权限运行。仅当您信任该文件的来源时才同意。</translation>
    </message>
    <message>
      <source>{name} could not be opened</source>
      <translation>无法打开 {name}</translation>
    </message>
    <message>
      <source>{name} needs calibration data: choose a file, or allow random data.</source>
      <translation>{name} 需要校准数据：请选择文件，或允许随机数据。</translation>
    </message>
    <message>
      <source>{name}: does not fit {shape}.</source>
      <translation>{name}：与 {shape} 不符。</translation>
    </message>
    <message>
      <source>{name}: every dimension is at least 1.</source>
      <translation>{name}：每个维度至少为 1。</translation>
    </message>
    <message>
      <source>{name}: from “{key}”, mean {mean}</source>
      <translation>{name}：来自“{key}”,平均值 {mean}</translation>
    </message>
    <message>
      <source>{name}: p99 of {queries} queries at {rate} a second: {p99}</source>
      <translation>{name}：每秒 {rate} 次、共 {queries} 次查询的 p99：{p99}</translation>
    </message>
    <message>
      <source>{name}: whole numbers, please.</source>
      <translation>{name}：请输入整数。</translation>
    </message>
    <message>
      <source>{ops} inside</source>
      <translation>内含 {ops}</translation>
    </message>
    <message>
      <source>{op} (not in the file)</source>
      <translation>{op}（不在文件中）</translation>
    </message>
    <message>
      <source>{path} is open already, as {name}: choose another file.</source>
      <translation>{path} 已作为 {name} 打开：请选择其他文件。</translation>
    </message>
    <message>
      <source>{rate} / s</source>
      <translation>{rate} / 秒</translation>
    </message>
    <message>
      <source>{size} of cached float models are deleted. Variants and history stay.</source>
      <translation>将删除 {size} 缓存的浮点模型。变体和历史保留。</translation>
    </message>
    <message>
      <source>{size}{share}  ·  made from {model}</source>
      <translation>{size}{share}  ·  由 {model} 生成</translation>
    </message>
    <message>
      <source>{text} (most runs were held up, each time at another op)</source>
      <translation>{text}（多数运行被打断，每次在不同的算子处）</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>剩余 {time}</translation>
    </message>
    <message>
      <source>{time} of measuring left</source>
      <translation>剩余测量时间 {time}</translation>
    </message>
    <message>
      <source>{title}, ops:</source>
      <translation>{title}，算子：</translation>
    </message>
    <message>
      <source>{value:.0f} % by others</source>
      <translation>其他程序占用 {value:.0f} %</translation>
    </message>
    <message>
      <source>{value:.0f} °C</source>
      <translation>{value:.0f} °C</translation>
    </message>
    <message>
      <source>{when} · files: {count} · {seconds:.0f} s</source>
      <translation>{when} · 文件：{count} · {seconds:.0f} 秒</translation>
    </message>
    <message>
      <source>× scale</source>
      <translation>× 系数</translation>
    </message>
    <message>
      <source>÷ std</source>
      <translation>÷ std</translation>
    </message>
    <message>
      <source>Δ score</source>
      <translation>Δ 得分</translation>
    </message>
    <message>
      <source>Δ top-1</source>
      <translation>Δ top-1</translation>
    </message>
    <message>
      <source>“?” is a dimension that is decided when the model runs.</source>
      <translation>“?” 表示运行时才确定的维度。</translation>
    </message>
    <message>
      <source>“So far”: live numbers, without intervals yet.</source>
      <translation>“进行中”：实时数值，尚无置信区间。</translation>
    </message>
    <message>
      <source>− mean</source>
      <translation>− 均值</translation>
    </message>
  </context>
</TS>

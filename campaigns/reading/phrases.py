"""Cụm từ quen dùng trong văn bản hành chính về thi đua: how they are written.

Language, not documents: expressions common to all such papers, for ``spelling``.
"""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(
        word.strip() for word in words.replace("\n", " ").split(",") if word.strip()
    )


# Two and three syllables whose marks are often spoiled.
FIXED = _listed(
    """
    phấn đấu, hưởng ứng, thi đua, khen thưởng, phong trào, phát động, biểu dương, tôn vinh,
    điển hình, tiên tiến, nhân rộng, bồi dưỡng, tổng kết, sơ kết, thành tích, xuất sắc, hoàn
    thành, thắng lợi, nhiệm vụ, chỉ tiêu, kế hoạch, tuyên truyền, vận động, quán triệt,
    triển khai, thực hiện, tổ chức, hướng dẫn, đôn đốc, kiểm tra, giám sát, đánh giá, tham
    mưu, đề xuất, phối hợp, chủ trì, thẩm định, tổng hợp, chấp hành, chủ trương, chính sách,
    pháp luật, nghị quyết, chỉ thị, quyết định, trách nhiệm, hiệu quả, chất lượng, thiết
    thực, sáng tạo, đổi mới, kinh tế, xã hội, văn hóa, giáo dục, quốc phòng, an ninh, trật
    tự, an toàn, chính trị, hành chính, kỷ luật, kỷ cương, kỷ niệm, chào mừng, truyền thống,
    lịch sử, cách mạng, đoàn kết, sức mạnh, nhân dân, tầng lớp, đảng viên, công chức, viên
    chức, người lao động, tập thể, cá nhân, đơn vị, cơ quan, địa phương, đoàn thể, chuyển
    biến, mạnh mẽ, nhận thức, nâng cao, đẩy mạnh, tăng cường, tập trung, huy động, nguồn
    lực, tiềm năng, hè phố, vỉa hè, môi trường, đô thị, văn minh, nông thôn, giảm nghèo, bền
    vững, ngân sách, dự toán, thu nhập, công trình, mô hình, dự án, tiến độ, giải phóng, mặt
    bằng, số liệu, dũng cảm, lương y, từ mẫu, sôi nổi, rộng khắp, quyết tâm, nỗ lực, vượt
    qua, khó khăn, thử thách, thách thức, hiệp quản, đăng ký, bình xét, kịp thời, công khai,
    công bằng, chính xác, khách quan, nghiêm túc, đề nghị, báo cáo, phát hiện, nhân tố, ứng
    dụng, công nghệ, chuyển đổi số, cải cách, thủ tục, phục vụ, sâu rộng, lan tỏa, khát
    vọng, đột phá, trọng tâm, then chốt, ban hành, căn cứ, đảm bảo, bảo đảm, thường xuyên,
    định kỳ, đột xuất, phấn khởi, tự hào, tin tưởng, vì một, ra sức, lập thành tích, tạo khí
    thế, đời sống, vật chất, tinh thần, sức khỏe, dịch bệnh, phòng chống, tội phạm, tệ nạn,
    vi phạm, tham nhũng, lãng phí, tiết kiệm, hình thức, đối tượng, tiêu chuẩn, tiêu chí,
    danh hiệu, bằng khen, giấy khen, huân chương, hội đồng, thường trực, ủy ban, mặt trận,
    phụ nữ, thanh niên, nông dân, cựu chiến binh, công đoàn, học sinh, giáo viên, nhà
    trường, tổ dân phố, khu dân cư
    """
)

# Other expressions with the same letters that are right as well.
ALSO_RIGHT = _listed(
    """
    phần đầu, chi tiêu, cộng tác, đơn độc, thì đưa, phòng trao, khen thường, mới trường, có
    số, văn hoá, đăng kí, truyền thông, hình thực, mỗi trường, vị một, sở kết, tiến đô, bao
    cao, hộ đồng, cả nhân, công đoạn, hỗ trợ, giao dục, tham mưu, nhà trưởng, bình xét, đối
    tượng, an toán, công bằng, cộng bằng, tiểu chí, môi trường, kinh tế, chính sách, chính
    xác, tạp trung, hội đồng, đông đảo, lan tỏa, thư viện, tự hào, nông dân, đảng viên, cá
    nhân, nhận thức, phong tráo, dự án, dư án, thanh nhiên, định ký, vật chất, bền vững
    """
)

# Words whose halves, side by side with other words, look like spoiled expressions.
NEIGHBOURS = frozenset(FIXED) | frozenset(
    _listed(
        """
    tình hình, thực tế, thực tiễn, thực trạng, thi công, kết quả, kết hợp, kết thúc, kết
    nối, cơ sở, trụ sở, công nhân, tiếp nhận, xác nhận, tờ trình, tờ rơi, tiến độ, trình độ,
    mức độ, chế độ, tốc độ, thường xuyên, thường trực, thông tin, thông qua, đồng bào, đồng
    thời, đồng chí, nguyên nhân, bệnh nhân, quân nhân, doanh nhân, loại hình, điển hình, mô
    hình, truyền hình, giáo viên, nhân viên, nhân lực, nhân sự, nhân văn, nhân đạo, đề nghị,
    vấn đề, chuyên đề, chủ đề, đại hội, quốc hội, cơ hội, hội nghị, hội viên, hội thảo, hội
    thi, quan tâm, quan trọng, cơ bản, văn bản, địa bàn, tổ công tác, đối với, đối thoại,
    tham gia, tham quan, gia đình, chính đáng, chính quyền, chủ động, hoạt động, vận động,
    hành động, động viên, năng động, nâng cấp, trung tâm, trung ương, tập huấn, tập trung,
    cách làm, tính chất, vật tư, tổng số, số lượng, hệ thống, thống kê, thống nhất, danh
    sách, hồ sơ, bầu cử, cử tri
        """
    )
)

# Right elsewhere, but at the head of a sentence that sets a goal a spoiled "phấn đấu".
IN_CONTEXT = frozenset(("phần đầu",))

# Three and four syllables, to find one wrong letter in.
LONG = _listed(
    """
    đơn giản hóa, nhân tố mới, chấp hành chủ trương, sự chuyển biến mạnh, chuyển biến mạnh
    mẽ, chuyển biến tích cực, phong trào thi đua, thi đua yêu nước, thi đua sôi nổi, điển
    hình tiên tiến, gương người tốt, người tốt việc tốt, hoàn thành xuất sắc, hoàn thành
    thắng lợi, hoàn thành vượt mức, phát triển kinh tế, kinh tế xã hội, quốc phòng an ninh,
    an ninh quốc phòng, thủ tục hành chính, cải cách hành chính, công nghệ thông tin, hệ
    thống chính trị, đời sống văn hóa, xây dựng nông thôn mới, xây dựng nông thôn, trật tự
    an toàn, an toàn xã hội, tổ chức thực hiện, lập thành tích, chào mừng kỷ niệm, ngày
    thành lập, tạo khí thế, kịp thời biểu dương, biểu dương khen thưởng, các tầng lớp nhân
    dân, cán bộ công chức, công chức viên chức, tập thể cá nhân, bám sát nhiệm vụ, nhiệm vụ
    chính trị, nâng cao chất lượng, nâng cao nhận thức, nâng cao hiệu quả, đẩy mạnh phong
    trào, học tập và làm theo, làm theo tư tưởng, đoàn kết toàn dân, sức mạnh tổng hợp, chịu
    trách nhiệm trước, chức năng nhiệm vụ, phối hợp chặt chẽ, dám nghĩ dám làm, vì người
    nghèo, xóa đói giảm nghèo, giảm nghèo bền vững, chuyển đổi số, thiết thực hiệu quả, góp
    phần thực hiện, căn cứ chức năng, phương tiện thông tin, thông tin đại chúng, nghiêm túc
    triển khai
    """
)
